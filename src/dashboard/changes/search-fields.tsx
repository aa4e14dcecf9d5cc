import { useId } from 'react';
import { navigate, useSearch } from 'wouter/use-browser-location';
import { readSearch, type Search, withSearch } from './search.js';

const go = (search: Search): void => navigate(location.pathname + withSearch(location.search, search));

const scrappedChoices = { any: undefined, yes: true, no: false } as const;

/** Words of a title, a sha, a number or a person; and whether a change was scrapped. */
export const SearchFields = () => {
  const search = readSearch(useSearch());
  const id = useId();
  const chosen = search.scrapped === undefined ? 'any' : search.scrapped ? 'yes' : 'no';
  return (
    <>
      <form
        className="field search-field"
        onSubmit={(event) => {
          event.preventDefault();
          const text = new FormData(event.currentTarget).get('q');
          go({ ...search, text: typeof text === 'string' ? text : '' });
        }}
      >
        <label htmlFor={id}>Search</label>
        <span className="with-button">
          <input
            id={id}
            name="q"
            type="search"
            key={search.text}
            defaultValue={search.text}
            placeholder="Title, author, sha or number"
            autoComplete="off"
          />
          <button type="submit">Find</button>
        </span>
      </form>
      <label className="field">
        <span>Scrap</span>
        <select
          value={chosen}
          onChange={(event) =>
            go({ ...search, scrapped: scrappedChoices[event.target.value as keyof typeof scrappedChoices] })
          }
        >
          <option value="any">Scrapped or not</option>
          <option value="yes">Scrapped</option>
          <option value="no">Not scrapped</option>
        </select>
      </label>
    </>
  );
};
