#include "server/bus/outage_news.h"

#include <chrono>
#include <utility>

namespace lk::bus {

using namespace std::chrono_literals;

namespace {

constexpr auto kTellsFirst = 3s;   // after the start
constexpr auto kTellsSoon = 1s;    // a better reason than the first of an outage, which was only the earliest
constexpr auto kTellsEvery = 10s;  // another reason, while the bus is away

}  // namespace

OutageNews::OutageNews(OnChanged onChanged) : m_onChanged(std::move(onChanged)), m_pause(this) {
  m_pause.setSingleShot(true);
  connect(&m_pause, &QTimer::timeout, this, &OutageNews::tellWhy);
}

void OutageNews::start() { m_pause.start(kTellsFirst); }

void OutageNews::set(bool up, std::string why) {
  const bool wasUp = std::exchange(m_up, up);
  m_why = up ? std::string() : std::move(why);
  if (up && !wasUp) {
    m_toldWhy.clear();
    m_pause.stop();
    m_onChanged(true, {});
  } else if (!up && (wasUp || !m_pause.isActive())) {
    tellWhy();
  }
}

void OutageNews::tellWhy() {
  if (m_up || m_why == m_toldWhy) return;
  const bool first = m_toldWhy.empty();
  m_toldWhy = m_why;
  m_pause.start(first ? kTellsSoon : kTellsEvery);
  m_onChanged(false, m_why);
}

}  // namespace lk::bus
