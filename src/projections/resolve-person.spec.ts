import { type Account, resolvePerson } from './resolve-person.js';

const link = (account: string, person: string, more: Partial<Account> = {}): Account => ({
  account,
  person,
  from: null,
  to: null,
  bot: false,
  ...more,
});
const MARCH = '2026-03-01T00:00:00.000Z';
const FEBRUARY = '2026-02-15T00:00:00.000Z';
const APRIL = '2026-04-15T00:00:00.000Z';

describe('the person behind an actor', () => {
  it('is one person under two logins, so nobody is four eyes alone', () => {
    const accounts = [link('github:ann', 'ann'), link('jira:5b10', 'ann')];
    const author = resolvePerson(accounts, 'github:ann', MARCH);
    const approver = resolvePerson(accounts, 'jira:5b10', MARCH);
    expect(author).toEqual({ person: 'ann', bot: false });
    expect(approver).toEqual(author);
  });

  it('is whoever had the login at that time', () => {
    const accounts = [link('github:ops', 'ann', { to: MARCH }), link('github:ops', 'bob', { from: MARCH })];
    expect(resolvePerson(accounts, 'github:ops', FEBRUARY)?.person).toBe('ann');
    expect(resolvePerson(accounts, 'github:ops', MARCH)?.person).toBe('bob');
  });

  it('is nobody where nobody was named, however alike the names are', () => {
    const accounts = [link('github:ann', 'ann', { from: MARCH, to: APRIL })];
    expect(resolvePerson(accounts, 'github:ann', FEBRUARY)).toBeUndefined();
    expect(resolvePerson(accounts, 'github:Ann', MARCH)).toBeUndefined();
    expect(resolvePerson(accounts, 'gitlab:ann', MARCH)).toBeUndefined();
  });

  it('runs the bot that acts, and it stays known that it was the bot', () => {
    const accounts = [link('stackstorm:ann-bot', 'ann', { bot: true })];
    expect(resolvePerson(accounts, 'stackstorm:ann-bot', MARCH)).toEqual({ person: 'ann', bot: true });
  });

  it('follows persons that were found to be one, while that holds', () => {
    const accounts = [
      link('github:b', 'bob-2'),
      link('person:bob-2', 'bob-1', { from: MARCH }),
      link('person:bob-1', 'bob'),
    ];
    expect(resolvePerson(accounts, 'github:b', FEBRUARY)?.person).toBe('bob-2');
    expect(resolvePerson(accounts, 'github:b', APRIL)?.person).toBe('bob');
  });

  it('ends for persons merged in a circle, at the same person wherever one enters', () => {
    const accounts = [
      link('github:a', 'ann'),
      link('github:b', 'bob'),
      link('person:ann', 'bob'),
      link('person:bob', 'ann'),
    ];
    expect(resolvePerson(accounts, 'github:a', MARCH)?.person).toBe('ann');
    expect(resolvePerson(accounts, 'github:b', MARCH)?.person).toBe('ann');
  });
});
