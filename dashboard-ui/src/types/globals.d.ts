/** What comes in without an import: uPlot's classic script. */
interface Window {
  uPlot: any;
}
