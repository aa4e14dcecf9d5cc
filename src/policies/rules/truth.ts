/** Three values: what is not known stays so until something outweighs it. */
export type Truth = boolean | undefined;

export const not = (value: Truth): Truth => (value === undefined ? undefined : !value);

export const and = (left: Truth, right: Truth): Truth => {
  if (left === false || right === false) return false;
  return left === undefined || right === undefined ? undefined : true;
};

export const or = (left: Truth, right: Truth): Truth => not(and(not(left), not(right)));
