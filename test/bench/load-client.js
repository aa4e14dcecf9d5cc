// A load generator in a process of its own: `node load-client.js PORT PATH CONNECTIONS SECONDS SECRET|-`.
// Sends the same signed GitHub push of 6.5 KB under a new delivery id each time, one request at a time per connection,
// and prints {"requests", "seconds", "p50", "p99", "failed"} (latencies in ms). Bounded in time; loopback only.
import { createHmac, randomUUID } from 'node:crypto';
import { connect } from 'node:net';

const [port, path, connections, seconds, secret] = process.argv.slice(2);
const body = Buffer.from(JSON.stringify(push()));
const signature = secret === '-' ? 'none' : createHmac('sha256', secret).update(body).digest('hex');
const run = randomUUID();
const latencies = [];
let failed = 0;
let sent = 0;
const start = performance.now();
const end = start + Number(seconds) * 1_000;

function push() {
  const commits = Array.from({ length: 9 }, (_, i) => ({
    id: String(i).repeat(40),
    message: `Change number ${i}\n\n${'Why this was done, in a few words. '.repeat(8)}`,
    timestamp: '2026-01-05T08:00:00Z',
    author: { name: 'Ann Example', email: 'ann@example.org', username: 'ann' },
    added: ['src/one.ts'],
    removed: [],
    modified: ['src/two.ts', 'src/three.ts'],
  }));
  const repository = {
    full_name: 'shop/basket',
    html_url: 'https://github.com/shop/basket',
    default_branch: 'main',
  };
  const padding = 'x'.repeat(6_500 - 5_400);
  return {
    ref: 'refs/heads/main',
    before: 'a'.repeat(40),
    after: '8'.repeat(40),
    repository,
    commits,
    padding,
  };
}

const request = () => {
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Content-Type: application/json',
    'X-GitHub-Event: push',
    `X-GitHub-Delivery: ${run}-${sent++}`,
    `X-Hub-Signature-256: sha256=${signature}`,
    `Content-Length: ${body.length}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]);
};

const worker = () =>
  new Promise((done) => {
    const socket = connect(Number(port), '127.0.0.1');
    let asked = 0;
    let answer = '';
    const ask = () => {
      if (performance.now() >= end) return socket.end(done);
      asked = performance.now();
      socket.write(request());
    };
    socket.setNoDelay(true);
    socket.on('connect', ask);
    socket.on('error', () => {
      failed += 1;
      done();
    });
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      const headEnd = answer.indexOf('\r\n\r\n');
      if (headEnd < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(answer)?.[1] ?? 0);
      if (answer.length < headEnd + 4 + length) return;
      if (!answer.startsWith('HTTP/1.1 2')) failed += 1;
      latencies.push(performance.now() - asked);
      answer = '';
      ask();
    });
  });

await Promise.all(Array.from({ length: Number(connections) }, worker));
const took = (performance.now() - start) / 1_000;
latencies.sort((a, b) => a - b);
const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))];
console.log(
  JSON.stringify({
    requests: latencies.length,
    seconds: took,
    p50: at(0.5),
    p99: at(0.99),
    failed,
    bytes: body.length,
  }),
);
