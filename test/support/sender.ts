import { createHmac, randomUUID } from 'node:crypto';
import { readSample } from './samples.js';

export interface Sent {
  readonly status: number;
  readonly body: { delivery?: string; error?: string };
  readonly headers: Headers;
}

/** What GitHub does: posts a signed body and waits for the answer. */
export const sendGithub = async (
  url: string,
  secret: string,
  delivery: {
    readonly event: string;
    readonly body: string | Buffer;
    readonly id?: string;
    readonly headers?: Record<string, string>;
  },
): Promise<Sent> => {
  const signature = createHmac('sha256', secret).update(delivery.body).digest('hex');
  const response = await fetch(`${url}/hooks/github`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-event': delivery.event,
      'x-github-delivery': delivery.id ?? randomUUID(),
      'x-hub-signature-256': `sha256=${signature}`,
      ...delivery.headers,
    },
    body: delivery.body,
  });
  return {
    status: response.status,
    body: (await response.json()) as Sent['body'],
    headers: response.headers,
  };
};

/** The body of a sample of the GitHub source, with some members changed. */
export const githubBody = (sample: string, patch: object = {}): string =>
  JSON.stringify({ ...(readSample('github', sample).body as object), ...patch });
