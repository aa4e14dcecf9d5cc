import { z } from 'zod';
import { deploymentBy, deploymentRule } from './deployment-rules.js';

const rules = z.array(deploymentRule).parse([
  {
    job: '^release/(?<service>[\\w-]+)$',
    service: '{service}',
    environment: '{ENV}',
    version: '{TAG}',
    hosts: '{HOSTS}',
  },
  { job: '^undo-', service: 'till', environment: 'Production', kind: 'rollback' },
]);

describe('which runs deploy what where', () => {
  it('is told by the name of the job and the parameters of the run', () => {
    const parameters = { ENV: 'Staging', TAG: '2.4', HOSTS: 'a.example, b.example' };
    expect(deploymentBy(rules, 'release/till', parameters)).toEqual({
      service: 'till',
      environment: 'staging',
      version: '2.4',
      hosts: ['a.example', 'b.example'],
      kind: 'deploy',
    });
  });

  it('is written as in every other source, by a name with stars and values in double braces', () => {
    const written = z
      .array(deploymentRule)
      .parse([
        { action: 'release/*', service: '{{app}}', environment: '{{ target.name }}', version: 'v{{TAG}}' },
      ]);
    const parameters = { app: 'till', target: { name: 'Staging' }, TAG: 7 };
    expect(deploymentBy(written, 'release/till', parameters)).toMatchObject({
      service: 'till',
      environment: 'staging',
      version: 'v7',
    });
    expect(deploymentBy(written, 'a/release/till', parameters)).toBeUndefined();
    expect(deploymentBy(written, 'release/till', { app: 'till' })).toBeUndefined();
  });

  it('has either a name or an expression', () => {
    const said = { service: 'till', environment: 'production' };
    expect(deploymentRule.safeParse(said).success).toBe(false);
    expect(deploymentRule.safeParse({ ...said, action: 'a', job: 'b' }).success).toBe(false);
  });

  it('may be a rollback', () => {
    expect(deploymentBy(rules, 'undo-2', {})).toMatchObject({ environment: 'production', kind: 'rollback' });
  });

  it.each([[{}], [{ ENV: '' }], [{ ENV: null }], [{ ENV: { deep: 1 } }]])(
    'is not made up where a run does not say it: %j',
    (parameters) => {
      expect(deploymentBy(rules, 'release/till', parameters)).toBeUndefined();
    },
  );

  it('leaves out only what need not be said', () => {
    const deploys = deploymentBy(rules, 'release/till', { ENV: 'x' });
    expect(deploys).toMatchObject({ service: 'till', environment: 'x' });
    expect(deploys?.version).toBeUndefined();
  });

  it('does not take what every object has for a parameter', () => {
    const [rule] = z.array(deploymentRule).parse([{ job: '.', service: '{constructor}', environment: 'x' }]);
    expect(deploymentBy([rule!], 'any')).toBeUndefined();
  });
});
