import type { Recipient } from '../definition.js';

/** How a recipient is called where deliveries are listed: never the address of a webhook, which is a secret. */
export const recipientName = (recipient: Recipient): string => {
  if ('email' in recipient) return `mailto:${recipient.email}`;
  if ('slack' in recipient) return `slack:${shown(recipient.slack)}`;
  return `webhook:${shown(recipient.webhook)}`;
};

const shown = (address: string): string =>
  URL.canParse(address) && /^https?:/.test(address) ? new URL(address).host + hashOf(address) : address;

/** Tells two addresses of one host apart without showing them. */
const hashOf = (address: string): string => {
  const { pathname } = new URL(address);
  return pathname === '/' ? '' : `/…${pathname.slice(-4)}`;
};
