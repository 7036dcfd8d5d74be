#include "tests/bench/figures.h"

#include <algorithm>
#include <cstdio>

namespace lk::bench {

namespace {

constexpr const char* kNode = "node";

void printValue(double value) {
  if (value == 0) {
    std::printf("%12s", "-");
  } else {
    std::printf(value < 1000 ? "%12.2f" : "%12.0f", value);
  }
}

}  // namespace

double quantile(std::vector<double> values, double at) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, static_cast<std::size_t>(static_cast<double>(values.size()) * at))];
}

double median(std::vector<double> values) { return quantile(std::move(values), 0.5); }

void Figures::add(const std::string& row, const std::string& server, double value) {
  if (!m_values.contains(row)) m_rows.push_back(row);
  m_values[row][server].push_back(value);
  std::fprintf(stderr, "%s: %s %.2f\n", row.c_str(), server.c_str(), value);
}

void Figures::print(const std::vector<std::string>& servers) const {
  std::printf("%-52s", "medians");
  for (const std::string& server : servers) std::printf("%12s", server.c_str());
  for (const std::string& server : servers) {
    if (server != kNode) std::printf("%12s", ("node/" + server).c_str());
  }
  std::printf("\n");
  for (const std::string& row : m_rows) {
    std::map<std::string, double> values;
    for (const auto& [server, all] : m_values.at(row)) values[server] = median(all);
    std::printf("%-52s", row.c_str());
    for (const std::string& server : servers) printValue(values[server]);
    for (const std::string& server : servers) {
      if (server != kNode) printValue(values[server] > 0 ? values[kNode] / values[server] : 0);
    }
    std::printf("\n");
  }
}

}  // namespace lk::bench
