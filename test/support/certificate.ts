import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A certificate that nobody vouches for, and the key to it. */
export interface SelfSigned {
  readonly pem: string;
  readonly key: KeyObject;
}

const tlv = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const length =
    content.length < 0x1_00 ? [0x81, content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
};
const sequence = (...parts: readonly Buffer[]): Buffer => tlv(0x30, ...parts);
const integer = (value: number): Buffer => tlv(0x02, Buffer.from([value]));
const SHA256_RSA = sequence(tlv(0x06, Buffer.from('2a864886f70d01010b', 'hex')), tlv(0x05));
const COMMON_NAME = tlv(0x06, Buffer.from('550403', 'hex'));

/** `260302100000Z` */
const utcTime = (at: Date): Buffer =>
  tlv(0x17, Buffer.from(`${at.toISOString().slice(2, 19).replaceAll(/[-:T]/g, '')}Z`));

/** X.509, written by hand since Node reads certificates but makes none. */
export const selfSigned = (commonName: string, from: Date, to: Date): SelfSigned => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const name = sequence(tlv(0x31, sequence(COMMON_NAME, tlv(0x0c, Buffer.from(commonName)))));
  const body = sequence(
    tlv(0xa0, integer(2)),
    integer(1),
    SHA256_RSA,
    name,
    sequence(utcTime(from), utcTime(to)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = tlv(0x03, Buffer.from([0]), sign('RSA-SHA256', body, privateKey));
  const base64 = sequence(body, SHA256_RSA, signature).toString('base64');
  const lines = base64.match(/.{1,64}/g)?.join('\n');
  return { pem: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`, key: privateKey };
};
