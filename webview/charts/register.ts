import { ArcElement, CategoryScale, Chart, DoughnutController, LinearScale } from 'chart.js';
import { MatrixController, MatrixElement } from 'chartjs-chart-matrix';

/** Only what is used, so that the rest of Chart.js stays out of the bundle. Nothing moves by itself. */
export function registerCharts(): void {
  Chart.register(ArcElement, CategoryScale, DoughnutController, LinearScale, MatrixController, MatrixElement);
  Chart.defaults.animation = false;
  Chart.defaults.responsive = true;
  Chart.defaults.maintainAspectRatio = false;
  Chart.defaults.events = [];
}
