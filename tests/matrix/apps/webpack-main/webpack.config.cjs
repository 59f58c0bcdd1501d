// Ignores `exports`, like older bundlers.
module.exports = {
  mode: "production",
  entry: "./main.js",
  output: { path: `${__dirname}/dist` },
  resolve: { exportsFields: [] },
  module: { rules: [{ test: /\.js$/, resolve: { fullySpecified: false } }] },
};
