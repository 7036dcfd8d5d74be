#include "server/node/device_on_bus.h"

#include "server/node/command_update.h"

namespace lk::node {

namespace {

QString nodeOf(const std::string& instance) { return QString::fromStdString(instance.substr(0, instance.rfind('/'))); }

}  // namespace

DeviceOnBus onBus(bus::DeviceLook look, const QString& kind, bool live) {
  constexpr qsizetype kAnswerShown = 256;
  DeviceOnBus seen;
  seen.kind = kind;
  seen.answered = look.answered;
  seen.why = QString::fromStdString(look.why);
  seen.routeInstance = QString::fromStdString(look.routeInstance);
  seen.routeNode = nodeOf(look.routeInstance);
  seen.routeSession = look.routeSession;
  seen.routeEpoch = look.routeEpoch;
  seen.routeLive = live;
  seen.lastNode = nodeOf(look.lastInstance);
  seen.lastUntilMs = look.lastUntilMs;
  seen.lastGone = look.lastGone;
  seen.waitingCount = look.waitingCount;
  for (const bus::DeviceLook::Waiting& waiting : look.waiting) {
    seen.waiting.push_back({QString::fromStdString(waiting.id), waiting.left.count()});
  }
  for (bus::DeviceLook::Ended& ended : look.ended) {
    CommandUpdate update = toUpdate(ended.result, {}, ended.atMs);
    update.answer.truncate(kAnswerShown);
    seen.ended.push_back(std::move(update));
  }
  return seen;
}

}  // namespace lk::node
