import { render } from 'preact';
import { App } from './app.tsx';
import { registerCharts } from './charts/register.ts';
import { warmCharts } from './charts/warmCharts.ts';
import { connectHost } from './kit/host.ts';
import { readPalette } from './kit/theme.ts';

registerCharts();
render(<App host={connectHost()} />, document.body);
requestIdleCallback(() => warmCharts(readPalette()));
