import { readConfig } from './config.js';
import { UserError } from './support/errors.js';

describe('settings', () => {
  it('need nothing', () => {
    expect(readConfig({})).toMatchObject({ port: 3_000, host: '127.0.0.1', databaseUrl: undefined });
  });

  it('are refused with one sentence per problem', () => {
    const wrong = {
      PORT: 'http',
      DATABASE_URL: 'mysql://here',
      REDIS_URL: 'nowhere',
      THROUGHLINE_SECRET_KEY: 'short',
    };
    const problems = (): unknown => readConfig(wrong);
    expect(problems).toThrow(UserError);
    expect(problems).toThrow(
      [
        'PORT must be a port from 0 to 65535.',
        'DATABASE_URL must be a URL such as postgres://user:password@host:5432/throughline.',
        'REDIS_URL must be a URL such as redis://host:6379.',
        'THROUGHLINE_SECRET_KEY must be 32 bytes, as 64 hexadecimal digits or as base64.',
      ].join('\n'),
    );
  });

  it('yield to the command line, and an empty variable counts as none', () => {
    expect(
      readConfig({ PORT: '4000', REDIS_URL: '', HOST: '::1' }, { PORT: '5000', HOST: undefined }),
    ).toMatchObject({
      port: 5_000,
      redisUrl: undefined,
      host: '::1',
    });
  });
});
