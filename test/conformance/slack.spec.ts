import { slack } from '../../src/sources/slack/index.js';
import { describeCollected, describeVectors, withOneBitFlipped } from '../support/collected.js';
import { RECEPTION } from '../support/samples.js';

/** All but one of the files are shapes without values, so they tell nothing; that one is talk. */
describeCollected(slack, []);

describeVectors('slack', ({ secret, body, expected, timestamp }) => {
  const isAuthentic = (signature: string, text = body!): boolean => {
    const headers = { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp! };
    const reception = { ...RECEPTION, now: new Date(Number(timestamp) * 1_000 + 1_000) };
    return slack.authenticate({ headers, body: Buffer.from(text) }, { values: [secret] }, reception).ok;
  };
  expect(isAuthentic(expected)).toBe(true);
  expect(isAuthentic(expected, `${body} `)).toBe(false);
  for (const flipped of withOneBitFlipped(expected)) expect(isAuthentic(flipped)).toBe(false);
});
