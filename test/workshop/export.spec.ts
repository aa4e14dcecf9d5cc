import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../support/app.js';

const EDIT = `mutation ($workshop: ID!, $edits: [WorkshopEditInput!]!) {
  editWorkshop(workshop: $workshop, participant: "participant-a", name: "Ada", edits: $edits) { sequence } }`;
const IMPORT =
  'mutation ($file: String!) { importWorkshop(file: $file) { id title importedBy lastSequence } }';

interface Imported {
  importWorkshop: { id: string; title: string; importedBy: string | null; lastSequence: number } | null;
}

describe('the export of a board', () => {
  let here: TestApp;
  let there: TestApp;
  let id: string;
  beforeAll(async () => {
    here = await startApp();
    there = await startApp();
    id = await hold(here);
  });
  afterAll(async () => {
    await here?.close();
    await there?.close();
  });

  const told = (field: string, value: unknown) => ({ id: randomUUID(), field, value: JSON.stringify(value) });

  /** Given a workshop in which everything that a room can do was done, in every script. */
  const hold = async (app: TestApp): Promise<string> => {
    const { data } = await app.graphql<{ createWorkshop: { id: string } }>(
      'mutation { createWorkshop(title: "Where <we> wait & why", participant: "facilitator", name: "Fay") { id } }',
    );
    const edits = [
      told('step:review:name', 'Review “gründlich” 検査 🧪'),
      told('step:review:place', 1.5),
      told('step:review:believed:lead', 86_400.125),
      told('step:review:believed:completeAccurate', 0.1 + 0.2),
      told('step:review:waste:WAITING', true),
      told('note:first', { step: 'review', text: 'Line one\nline two: </text><script>' }),
      told('note:gone', { step: null, text: 'Taken off again' }),
      told('note:gone', null),
      told('vote:participant-a', 'review'),
      told('title', 'Where <we> wait & why, again'),
    ];
    const { errors } = await app.graphql(EDIT, { workshop: data.createWorkshop.id, edits });
    expect(errors).toBeUndefined();
    return data.createWorkshop.id;
  };

  const get = (app: TestApp, file: string, token: string | undefined = app.adminToken): Promise<Response> =>
    fetch(`${app.url}/workshops/${file}`, {
      headers: token ? { authorization: `Bearer ${token}` } : {},
    });
  const exported = async (app: TestApp): Promise<string> => (await get(app, `${id}.json`)).text();
  const bring = (app: TestApp, file: string) => app.graphql<Imported>(IMPORT, { file });

  it('comes back elsewhere without loss: what leaves there is the same file', async () => {
    const file = await exported(here);
    const { data } = await bring(there, file);
    expect(data.importWorkshop).toEqual({
      id,
      title: 'Where <we> wait & why, again',
      importedBy: 'test',
      lastSequence: 11,
    });
    expect(await exported(there)).toBe(file);
    const again = await bring(there, file);
    expect(again.data.importWorkshop?.lastSequence).toBe(11);
  });

  it('does not overwrite a workshop that went on, and is left alone by one that is here already', async () => {
    const file = await exported(here);
    expect((await bring(here, file)).data.importWorkshop).toMatchObject({ id, importedBy: null });
    const forged = file.replace('Where <we> wait & why, again', 'Forged');
    const { errors } = await bring(here, forged);
    expect(errors?.[0]?.message).toBe(`There is a workshop ${id} here already, with other edits.`);
    expect(await exported(here)).toBe(file);
  });

  it.each<[string, (file: string) => string, RegExp]>([
    ['no JSON', () => '{', /is not JSON/],
    ['something else', () => '{"format":"elsewhere"}', /not as it left the workshop/],
    ['a file that was cut off', (file) => file.slice(0, -200), /is not JSON/],
    ['a gap', (file) => file.replace('"sequence": 2,', '"sequence": 3,'), /lacks an edit/],
    ['an unknown field', (file) => file.replace('"step:review:place"', '"step:review:colour"'), /no field/],
    [
      'a wrong value',
      (file) => file.replace(/"value": 1\.5\b/, '"value": "far"'),
      /step:review:place cannot be set/,
    ],
    ['a prototype', (file) => file.replace('"id":', '"__proto__": {}, "id":'), /not as it left/],
  ])('brings nothing in from %s, and says why in one sentence', async (_, change, sentence) => {
    const before = await there.graphql<{ workshops: unknown[] }>('{ workshops { id } }');
    const { errors } = await bring(there, change(await exported(here)));
    expect(errors).toHaveLength(1);
    expect(errors![0]!.message).toMatch(sentence);
    const after = await there.graphql<{ workshops: unknown[] }>('{ workshops { id } }');
    expect(after.data).toEqual(before.data);
  });

  it('is drawn as SVG in which a text stays a text, and the same twice', async () => {
    const svg = await (await get(here, `${id}.svg`)).text();
    expect(svg).toContain('Where &lt;we&gt; wait &amp; why, again');
    expect(svg).toContain('&lt;/text&gt;');
    expect(svg).not.toContain('<script>');
    expect(svg).toContain('1 vote for the bottleneck');
    expect(await (await get(here, `${id}.svg`)).text()).toBe(svg);
  });

  it('is a PNG of twice the size of the drawing, and a PDF of one page', async () => {
    const svg = await (await get(here, `${id}.svg`)).text();
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!;
    const png = Buffer.from(await (await get(here, `${id}.png`)).arrayBuffer());
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([Number(width) * 2, Number(height) * 2]);
    const pdf = Buffer.from(await (await get(here, `${id}.pdf`)).arrayBuffer()).toString('latin1');
    expect(pdf.startsWith('%PDF')).toBe(true);
    expect(pdf).toMatch(/\/Count 1\b/);
  });

  it('is for the signed-in only, and says so when there is none', async () => {
    expect((await get(here, `${id}.json`, '')).status).toBe(401);
    expect((await get(here, `${id}.docx`)).status).toBe(404);
    expect((await get(here, 'nothing.json')).status).toBe(404);
  });
});
