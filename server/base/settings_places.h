#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lk {

// What is wrong with settings of which each may be good by itself, and which ones it is about, SECTION.KEY each.
struct SettingsProblem {
  std::string text;
  std::vector<std::string> names;
  std::optional<std::size_t> value = std::nullopt;  // of that of them that is a list: which of its values, from 0 on
};

// Where settings were set: in a line of a file, by --set or by a flag. What was set last counts.
class SettingsPlaces {
 public:
  // place: "linekeeper.ini:3" or "--set". Whatever was there before is there no more.
  void put(const std::string& name, std::string place);
  // The same of what is added to a list behind its first values, so many, which keep their places.
  void add(const std::string& name, std::size_t behind, std::string place);

  // The problem, behind the place of that of its settings that was set last; by itself if none of them was.
  [[nodiscard]] std::string said(const SettingsProblem& problem) const;

 private:
  struct Place {
    int number;  // of all that were set, in their order
    std::size_t behind;
    std::string text;
  };
  using Places = std::vector<Place>;  // of one setting, in their order; one that is no list has one
  static const Place& placeOf(const Places& places, const SettingsProblem& problem);

  std::map<std::string, Places> m_places;
  int m_count = 0;
};

}  // namespace lk
