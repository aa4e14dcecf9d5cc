import { type KeyboardEvent, useEffect, useId, useState } from 'react';

interface Props {
  label: string;
  /** What is shown while nobody types; '' when the field is empty. */
  shown: string;
  placeholder?: string;
  /** How a screen reader tells it from its likes on other steps. */
  of?: string;
  /** What the text means; undefined: it means nothing, and `hint` says what would. */
  parse: (text: string) => unknown;
  hint: string;
  /** Called with null when the text is taken out. */
  set: (value: unknown) => void;
  maxLength?: number;
}

/** A field of the board that takes what is typed when one leaves it or presses Enter. Escape takes it back. */
export const TypedField = ({ label, of, shown, placeholder, parse, hint, set, maxLength = 120 }: Props) => {
  const [text, setText] = useState<string>();
  const [isWrong, setWrong] = useState(false);
  const hintId = useId();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another's edit takes the complaint away
  useEffect(() => setWrong(false), [shown]);
  const commit = () => {
    if (text === undefined || text.trim() === shown.trim()) {
      setText(undefined);
      return setWrong(false);
    }
    const value = text.trim() === '' ? null : parse(text);
    if (value === undefined) return setWrong(true);
    setText(undefined);
    setWrong(false);
    set(value);
  };
  const keyed = (event: KeyboardEvent) => {
    if (event.key === 'Enter') commit();
    if (event.key !== 'Escape') return;
    setText(undefined);
    setWrong(false);
  };
  return (
    <>
      <input
        type="text"
        aria-label={of ? `${label} of ${of}` : label}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? hintId : undefined}
        value={text ?? shown}
        placeholder={placeholder}
        maxLength={maxLength}
        onChange={({ target }) => setText(target.value)}
        onBlur={commit}
        onKeyDown={keyed}
      />
      {isWrong ? (
        <span id={hintId} className="failure-note" role="alert">
          {hint}
        </span>
      ) : null}
    </>
  );
};
