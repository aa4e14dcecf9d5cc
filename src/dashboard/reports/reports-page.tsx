import { useSearch } from 'wouter/use-browser-location';
import { readAddress } from './address.js';
import { ReportsList } from './reports-list.js';
import { RunPage } from './run-page.js';

/** The list, or one run of a report. */
export const ReportsPage = () => {
  const address = readAddress(useSearch());
  return address.run ? (
    <RunPage key={address.run} id={address.run} other={address.other} />
  ) : (
    <ReportsList key={JSON.stringify(address)} address={address} />
  );
};
