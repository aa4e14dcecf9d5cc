import { adviceOn } from './advice.js';

const delivery = { source: 'cdevents', key: 'd-1', state: 'rejected', reason: 'context.id: is missing' };

describe('what to do about a delivery of which no events came', () => {
  it('is to look at it and to put it right, by commands that can be copied', () => {
    const advice = adviceOn(delivery);
    expect(advice).toContain('throughline deliveries show cdevents d-1');
    expect(advice).toContain('throughline deliveries repair cdevents d-1 --file body.json');
    expect(adviceOn({ ...delivery, key: "it's one" })).toContain("cdevents 'it'\\''s one'");
  });

  it('is to send it again when it was cut off', () => {
    expect(adviceOn({ ...delivery, reason: 'The body could not be read: Unexpected end.' })).toMatch(
      /^It was cut off .*send it again/,
    );
  });

  it('is to replay it when the fault was ours', () => {
    expect(adviceOn({ ...delivery, state: 'dead' })).toContain(
      'throughline replay --state dead --source cdevents',
    );
  });
});
