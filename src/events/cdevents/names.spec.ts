import { account, person } from './person.js';
import { originOf } from './purl.js';
import { repoAt, repoName } from './repo.js';
import { isPage, uriReference } from './uri.js';

const SHA = '527d4a1aca5e8d0df24813df5ad65d049fc8d312';

describe('the repository of a CDEvent', () => {
  it.each([
    [{ id: 'octo/hello', source: 'https://github.com' }, 'github.com/octo/hello'],
    [{ id: 'octo/hello', source: 'github.com' }, 'github.com/octo/hello'],
    [{ id: 'octo/hello', source: 'https://github.com/octo/hello' }, 'github.com/octo/hello'],
    [{ id: 'git@GitHub.com:octo/hello.git' }, 'github.com/octo/hello'],
    [{ id: 'https://token@github.com/octo/hello.git/' }, 'github.com/octo/hello'],
    [{ id: 'octo/hello', source: '/staging/tekton' }, 'octo/hello'],
    [{ id: 'hello', source: 'git.example.org:8443' }, 'git.example.org:8443/hello'],
  ])('%j is %s', (reference, name) => expect(repoName(reference)).toBe(name));

  it('is told by an address only when that has both host and path', () => {
    expect(repoAt('my-git.example/an-org/a-repo')).toBe('my-git.example/an-org/a-repo');
    expect(repoAt('https://github.com')).toBeUndefined();
    expect(repoAt('/event/source/123')).toBeUndefined();
    expect(repoAt(undefined)).toBeUndefined();
  });
});

describe('the origin of an artifact', () => {
  it.each([
    [`pkg:github/octo/hello@${SHA}`, { repo: 'github.com/octo/hello', sha: SHA, version: SHA }],
    [
      `pkg:golang/example.org/octo/hello@${SHA}#cmd`,
      { repo: 'example.org/octo/hello', sha: SHA, version: SHA },
    ],
    [
      'pkg:golang/example.org/octo/hello@234fd47e07d1004f0aed9c',
      { repo: 'example.org/octo/hello', version: '234fd47e07d1004f0aed9c' },
    ],
    ['pkg:oci/app@sha256%3Aabc0', { version: 'sha256:abc0', digest: 'sha256:abc0' }],
    [
      `pkg:npm/%40octo/app@1.0.0?vcs_url=git%2Bssh://git@github.com/octo/app.git%40${SHA}`,
      { version: '1.0.0', repo: 'github.com/octo/app', sha: SHA },
    ],
    [
      'pkg:npm/app@1.0.0?vcs_url=https://github.com/octo/app',
      { version: '1.0.0', repo: 'github.com/octo/app' },
    ],
    ['pkg:constructor/a/b@%zz', { version: '%zz' }],
    ['six-1.14.0-py2.py3-none-any.whl', {}],
    ['pkg:', {}],
  ])('%s', (artifact, origin) => expect(originOf(artifact)).toEqual(origin));
});

describe('who did it, by a bare name', () => {
  it('is asserted, under a system if the name has none', () => {
    expect(person('Bob')).toEqual({ id: 'cdevents:Bob', name: 'Bob', kind: 'human', confidence: 'asserted' });
    expect(person('urn:user:bob')?.id).toBe('urn:user:bob');
    expect(person('Bob@Example.org')?.id).toBe('mailto:bob@example.org');
    expect(person(undefined)).toBeUndefined();
  });

  it('counts no bot and no token as a person', () => {
    expect(person('renovate[bot]')).toMatchObject({ kind: 'bot', confidence: 'bot' });
    expect(account('mybot-myapp')?.kind).toBe('service');
  });
});

describe('names as URI references', () => {
  it('stay as they are where they can', () => {
    for (const name of ['github', '/staging/tekton', 'https://ci.example.org:8080/a'])
      expect(uriReference(name)).toBe(name);
    expect(uriReference('Team Blue: #1')).toBe('Team%20Blue%3A%20%231');
    expect(uriReference('\uD800')).toBe('%EF%BF%BD');
  });

  it('tells pages from what only browsers take for one', () => {
    expect(isPage('https://example.org/a?b=c#d')).toBe(true);
    for (const address of ['https://example.org/a b', 'javascript:alert(1)', 'https://example.org/%zz']) {
      expect(isPage(address)).toBe(false);
    }
  });
});
