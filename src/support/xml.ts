/** Most texts: nothing in them means anything to XML. */
const PLAIN = /^[\w :.,;/@#+()[\]{}|=*?!$%~^-]*$/;

/** Text inside of XML or HTML; what XML cannot hold becomes U+FFFD. */
export const escapeXml = (text: string): string => (PLAIN.test(text) ? text : escaped(text));

const escaped = (text: string): string =>
  text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
