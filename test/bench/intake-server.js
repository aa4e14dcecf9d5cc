// The service in the role of an API: it stores and acknowledges; no worker reads meanwhile.
import { startApplication } from '../../dist/src/bootstrap/application.js';
import { openRuntime } from '../../dist/src/bootstrap/runtime.js';
import { readConfig } from '../../dist/src/config.js';

const runtime = await openRuntime(readConfig(process.env, { PORT: process.argv[2] }));
const application = await startApplication(runtime, 'api');
process.send('ready');
process.on('SIGTERM', async () => {
  await application.close();
  await runtime.close();
  process.exit(0);
});
