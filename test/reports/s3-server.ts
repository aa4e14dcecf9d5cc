import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type ApiServer, startApiServer } from '../support/api-server.js';

export const KEY_ID = 'AKIDTHROUGHLINE';
export const SECRET = 'a+secret/of-the-storage';
const REGION = 'eu-test-1';

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/** Signature V4 as its specification says, from what came over the wire; nothing of the client's code. */
const isSigned = (request: IncomingMessage, body: Buffer): boolean => {
  const { headers, method } = request;
  const authorization =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request,\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    );
  if (!authorization) return false;
  const [, id, day, region, names, signature] = authorization;
  const bodyHash = String(headers['x-amz-content-sha256']);
  if (bodyHash !== 'UNSIGNED-PAYLOAD' && bodyHash !== sha256(body)) return false;
  const { pathname, searchParams } = new URL(request.url!, 'http://storage');
  const query = [...searchParams]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
    .join('&');
  const lines = names!.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const canonical = [method, pathname, query, lines.join(''), names, bodyHash].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = ['s3', 'aws4_request'].reduce(hmac, hmac(hmac(`AWS4${SECRET}`, day!), region!));
  const expected = hmac(key, toSign);
  return id === KEY_ID && region === REGION && timingSafeEqual(Buffer.from(signature!, 'hex'), expected);
};

export interface S3Server {
  readonly environment: NodeJS.ProcessEnv;
  readonly objects: Map<string, { bytes: Buffer; type: string | undefined }>;
  /** Requests that are answered by 503 before it is well again. */
  down: number;
  refused: number;
  close(): Promise<void>;
}

/** A bucket that takes and gives objects, to whoever signs right. */
export const startS3Server = async (): Promise<S3Server> => {
  const server: ApiServer = await startApiServer((request, response) => {
    void buffer(request).then((body) => {
      const path = decodeURIComponent(new URL(request.url!, 'http://storage').pathname);
      if (state.down > 0) {
        state.down -= 1;
        return response.writeHead(503).end();
      }
      if (!isSigned(request, body)) {
        state.refused += 1;
        return response
          .writeHead(403, { 'content-type': 'application/xml' })
          .end('<Error><Code>SignatureDoesNotMatch</Code></Error>');
      }
      if (request.method === 'PUT') {
        state.objects.set(path, { bytes: body, type: request.headers['content-type'] });
        return response.writeHead(200, { etag: `"${sha256(body).slice(0, 32)}"` }).end();
      }
      const found = state.objects.get(path);
      if (!found) return response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
      return response.writeHead(200, { 'content-length': found.bytes.length }).end(found.bytes);
    });
  });
  const state: S3Server = {
    environment: {
      THROUGHLINE_REPORT_S3: `${server.url}/reports/of-ours`,
      THROUGHLINE_S3_REGION: REGION,
      THROUGHLINE_S3_ACCESS_KEY_ID: KEY_ID,
      THROUGHLINE_S3_SECRET_ACCESS_KEY: SECRET,
    },
    objects: new Map(),
    down: 0,
    refused: 0,
    close: () => server.close(),
  };
  return state;
};
