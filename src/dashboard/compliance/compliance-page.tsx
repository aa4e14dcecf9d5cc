import { usePathname } from 'wouter/use-browser-location';
import { NotFound } from '../shell/not-found.js';
import { usePageTitle } from '../shell/route-focus.js';
import { Tabs } from '../trail/tabs.js';
import { ControlsView } from './controls-view.js';
import { EnvironmentView } from './environment-view.js';
import { ExceptionsView } from './exceptions-view.js';
import { PopulationView } from './population-view.js';
import { ReadingsView } from './readings-view.js';

const views = [
  { path: '/compliance', name: 'Controls', View: ControlsView },
  { path: '/compliance/exceptions', name: 'Exceptions', View: ExceptionsView },
  { path: '/compliance/population', name: 'Population and sample', View: PopulationView },
  { path: '/compliance/environment', name: 'What ran where', View: EnvironmentView },
  { path: '/compliance/readings', name: 'Who read the trail', View: ReadingsView },
];

export const CompliancePage = () => {
  const path = usePathname();
  const view = views.find((one) => one.path === path);
  usePageTitle(view ? `${view.name} · Compliance` : 'Compliance');
  if (!view) return <NotFound />;
  return (
    <>
      <Tabs label="Views of compliance" tabs={views} />
      <view.View />
    </>
  );
};
