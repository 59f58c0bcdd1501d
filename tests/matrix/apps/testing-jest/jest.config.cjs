module.exports = { testMatch: ["**/*.test.cjs"], roots: ["<rootDir>"] };
