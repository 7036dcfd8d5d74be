#pragma once

#include <map>
#include <string>
#include <vector>

namespace lk::bench {

[[nodiscard]] double median(std::vector<double> values);               // 0: there are none
[[nodiscard]] double quantile(std::vector<double> values, double at);  // at: 0 to 1

// What was measured, by row and server, round by round; printed as medians and ratios.
class Figures {
 public:
  // Rows stand in the order in which they come first. No two decimals: large numbers.
  void add(const std::string& row, const std::string& server, double value);
  // Columns: these servers, and the node's ratio to each of the others.
  void print(const std::vector<std::string>& servers) const;

 private:
  std::vector<std::string> m_rows;
  std::map<std::string, std::map<std::string, std::vector<double>>> m_values;
};

}  // namespace lk::bench
