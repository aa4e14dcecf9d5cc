import type { Deed } from './payload.js';

const TIME = String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d`;
/** A shipper may have put the host before the line. */
const LINE = new RegExp(
  String.raw`^(?:(\S{1,253}) )?(${TIME}) (install|upgrade|remove|purge) (\S+) (\S+) (\S+)$`,
);

const NATIVE = /:(?:all|amd64|arm64)$/;
/** A package of the host's usual architectures goes by its name alone, as everywhere else. */
export const debianName = (name: string): string => name.replace(NATIVE, '');

const version = (text: string | undefined): string | undefined =>
  text === '<none>' || text === '' ? undefined : text;

/** A line of dpkg.log that says what dpkg set out to do; `status` and `configure` lines repeat it. */
export const dpkgLine = (line: string): Deed | undefined => {
  const [, host, time, verb, name, first, second] = LINE.exec(line) ?? [];
  if (!time || !verb || !name) return undefined;
  const from = version(first);
  if (verb === 'remove' || verb === 'purge')
    // What is purged after it was removed has no version left, and is gone already.
    return from ? { package: debianName(name), action: 'remove', from, time, host } : undefined;
  const to = version(second);
  const action = verb === 'install' ? 'install' : from === to ? 'reinstall' : 'upgrade';
  return { package: debianName(name), action, from, to, time, host };
};
