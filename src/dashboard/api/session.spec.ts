import { tokenIn } from './session.js';

describe('what a person pastes to sign in', () => {
  it('may be the link that was printed', () => {
    expect(tokenIn(' http://localhost:3000/sign-in?token=tl_a%2Bb \n')).toBe('tl_a+b');
  });

  it('may be the token alone', () => {
    expect(tokenIn('tl_abc')).toBe('tl_abc');
  });
});
