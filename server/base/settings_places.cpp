#include "server/base/settings_places.h"

namespace lk {

void SettingsPlaces::put(const std::string& name, std::string place) {
  m_places.insert_or_assign(name, Place{++m_count, std::move(place)});
}

std::string SettingsPlaces::said(const SettingsProblem& problem) const {
  const Place* last = nullptr;
  for (const std::string& name : problem.names) {
    const auto found = m_places.find(name);
    if (found == m_places.end() || (last != nullptr && last->number > found->second.number)) continue;
    last = &found->second;
  }
  return last == nullptr ? problem.text : last->text + ": " + problem.text;
}

}  // namespace lk
