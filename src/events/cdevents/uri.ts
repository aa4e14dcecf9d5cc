import { uriPart } from '../../support/text.js';

const CHARACTER = "(?:[\\w.~!$&'()*+,;=:@/-]|%[0-9a-f]{2})*";
const PAGE = new RegExp(
  `^https?://[\\w-]+(?:\\.[\\w-]+)*(?::\\d+)?(?:/${CHARACTER})?(?:\\?${CHARACTER})?(?:#${CHARACTER})?$`,
  'i',
);
const REFERENCE = /^(?:[a-z][a-z0-9+.-]*:[\w.~/-]+(?::\d+[\w.~/-]*)?|[\w.~/-]+)$/i;
const HOST = /^[\w-]+(?:\.[\w-]+)+(?::\d+)?$/;

/** Whether the address of a page is also a URI as CDEvents demand it; browsers are more lenient. */
export const isPage = (address: string): boolean => PAGE.test(address);

export const isHost = (text: string): boolean => HOST.test(text);

/** A name as a URI reference: as it is where it is one, else escaped. */
export const uriReference = (name: string): string => (REFERENCE.test(name) ? name : uriPart(name));
