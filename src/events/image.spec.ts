import { imageLinks, imageOf, imagePurl } from './image.js';

const DIGEST = `sha256:${'4c'.repeat(32)}`;

describe('an image', () => {
  it.each([
    ['nginx', 'docker.io/library/nginx', undefined, undefined],
    ['bakery/till:2', 'docker.io/bakery/till', '2', undefined],
    ['localhost:5000/till', 'localhost:5000/till', undefined, undefined],
    [`r.example:5000/shop/till:2@${DIGEST}`, 'r.example:5000/shop/till', '2', DIGEST],
    [`docker-pullable://r.example/till@${DIGEST}`, 'r.example/till', undefined, DIGEST],
  ])('%s is read', (reference, repository, tag, digest) => {
    expect(imageOf(reference)).toEqual({ repository, tag, digest });
  });

  it('is named by its digest alone where that is known, so that a registry and a cluster mean the same', () => {
    const tagged = imageOf(`r.example/till:2@${DIGEST}`);
    expect(imagePurl(tagged)).toBe(imagePurl(imageOf(`r.example/till@${DIGEST}`)));
    expect(imageLinks(tagged)).toContain(`digest:${DIGEST}`);
    expect(imagePurl(imageOf('r.example/till:2'))).toBe('pkg:oci/till?repository_url=r.example/till&tag=2');
  });
});
