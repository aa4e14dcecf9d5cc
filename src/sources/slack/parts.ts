import type { Actor } from '../../events/vocabulary.js';
import { at, isoOf, nameOf } from '../reading.js';

/** Slack dates by seconds with a fraction, in a text: `1719209506.817929`. */
export const timeOf = (told: unknown): string | undefined => {
  const text = nameOf(told);
  if (!text || !/^\d{1,11}(?:\.\d{1,9})?$/.test(text)) return undefined;
  return isoOf(Math.floor(Number(text) * 1_000));
};

/** Slack let them in by their sign-in, so who it names is authenticated. */
export const personOf = (told: unknown): Actor | undefined => {
  const id = nameOf(told) ?? nameOf(at(told, 'id'));
  if (!id) return undefined;
  const name = nameOf(at(told, 'username')) ?? nameOf(at(told, 'name')) ?? nameOf(at(told, 'user_name'));
  return { id: `slack:${id}`, name, kind: 'human', confidence: 'authenticated' };
};

export const botOf = (id: string | undefined, name?: string): Actor | undefined =>
  id ? { id: `slack:${id}`, name, kind: 'bot', confidence: 'bot' } : undefined;

/** Slack's markup as a person reads it: `<https://…|SHOP-41>` is SHOP-41, `<@U1>` is @U1, `&amp;` is &. */
export const plainText = (told: unknown): string =>
  typeof told !== 'string'
    ? ''
    : told
        .slice(0, 10_000)
        .replace(/<([^<>|]{0,2000})\|([^<>|]{0,500})>/g, '$2')
        .replace(/<([^<>]{0,2000})>/g, '$1')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&amp;', '&');
