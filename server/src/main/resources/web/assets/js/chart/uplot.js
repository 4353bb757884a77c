// uPlot as it is released in its smallest form: a script that makes a global, which modules get from here.

/** The chart library; read when the first page with a chart is. */
const uPlot = await new Promise((done, fail) => {
  document.head.append(Object.assign(document.createElement("script"), {
    src: "/assets/vendor/uplot/uPlot.iife.min.js", onload: () => done(window.uPlot), onerror: () => fail(new Error("The chart library could not be read.")),
  }));
});

export default uPlot;
