import { render } from 'preact';
import { App } from './app.tsx';
import { registerCharts } from './charts/register.ts';
import { connectHost } from './kit/host.ts';

registerCharts();
render(<App host={connectHost()} />, document.body);
