#include "server/base/settings_places.h"

#include <algorithm>

namespace lk {

void SettingsPlaces::put(const std::string& name, std::string place) {
  m_places.insert_or_assign(name, Places{{++m_count, 0, std::move(place)}});
}

void SettingsPlaces::add(const std::string& name, std::size_t behind, std::string place) {
  m_places[name].push_back({++m_count, behind, std::move(place)});
}

std::string SettingsPlaces::said(const SettingsProblem& problem) const {
  const Place* last = nullptr;
  for (const std::string& name : problem.names) {
    const auto found = m_places.find(name);
    if (found == m_places.end()) continue;
    const Place& place = placeOf(found->second, problem);
    if (last == nullptr || last->number < place.number) last = &place;
  }
  return last == nullptr ? problem.text : last->text + ": " + problem.text;
}

// A line that adds nothing begins where the next one does, and is before it.
const SettingsPlaces::Place& SettingsPlaces::placeOf(const Places& places, const SettingsProblem& problem) {
  if (!problem.value) return places.back();
  const auto after = std::ranges::upper_bound(places, *problem.value, {}, &Place::behind);
  return after == places.begin() ? places.front() : *std::prev(after);
}

}  // namespace lk
