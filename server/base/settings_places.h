#pragma once

#include <map>
#include <string>
#include <vector>

namespace lk {

// What is wrong with settings of which each may be good by itself, and which ones it is about, SECTION.KEY each.
struct SettingsProblem {
  std::string text;
  std::vector<std::string> names;
};

// Where settings were set: in a line of a file, by --set or by a flag. What was set last counts.
class SettingsPlaces {
 public:
  // place: "linekeeper.ini:3" or "--set".
  void put(const std::string& name, std::string place);

  // The problem, behind the place of that of its settings that was set last; by itself if none of them was.
  [[nodiscard]] std::string said(const SettingsProblem& problem) const;

 private:
  struct Place {
    int number;  // of all that were set, in their order
    std::string text;
  };
  std::map<std::string, Place> m_places;
  int m_count = 0;
};

}  // namespace lk
