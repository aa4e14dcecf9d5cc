import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';

export interface Mail {
  readonly to: string[];
  readonly text: string;
}

export interface SmtpServer {
  readonly url: string;
  readonly mails: Mail[];
  close(): Promise<void>;
}

/** A mail server that takes everything, but for what goes to `refused@`. */
export const startSmtpServer = async (): Promise<SmtpServer> => {
  const mails: Mail[] = [];
  const server = createServer((socket) => {
    let to: string[] = [];
    let body: string | undefined;
    let rest = '';
    const say = (line: string) => socket.write(`${line}\r\n`);
    const hear = (line: string): void => {
      if (body !== undefined) {
        if (line !== '.') {
          body += `${line}\n`;
          return;
        }
        mails.push({ to, text: body });
        body = undefined;
        say('250 kept');
      } else if (/^(EHLO|HELO)/i.test(line)) say('250 localhost');
      else if (/^MAIL FROM/i.test(line)) {
        to = [];
        say('250 ok');
      } else if (/^RCPT TO:<refused@/i.test(line)) say('550 nobody of that name');
      else if (/^RCPT TO/i.test(line)) {
        to.push(/<(.*)>/.exec(line)![1]!);
        say('250 ok');
      } else if (/^DATA/i.test(line)) {
        body = '';
        say('354 go on');
      } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
      else say('250 ok');
    };
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString()).split('\r\n');
      rest = lines.pop()!;
      for (const line of lines) hear(line);
    });
    say('220 localhost');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    close: () => new Promise((done) => server.close(() => done())),
  };
};
