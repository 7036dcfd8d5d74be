#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "server/base/clock.h"
#include "server/node/bus_line_channel.h"
#include "server/node/node_service.h"

namespace lk::node {

// The node's end of the consoles that come by the bus. A console that says nothing for half a minute is forgotten, and
// what it switched on ends.
class BusControlServer final : public QObject {
  Q_OBJECT

 public:
  using Tell = std::function<void(const std::string& console, std::string_view line)>;

  BusControlServer(NodeService& node, Tell tell, const Clock& clock, QObject* parent = nullptr);

  ~BusControlServer() override;

  void lineArrived(const std::string& console, std::string_view line);

  // To each console, while there is a bus to say it by.
  void sayDrained();

 private:
  struct Talk {
    QPointer<BusLineChannel> channel;  // goes with its connection
    Clock::Steady heardAt;
  };

  void begin(const std::string& console, const BusLineChannel::Message& message);
  void forgetTheSilent();

  NodeService& m_node;
  const Tell m_tell;
  const Clock& m_clock;
  std::unordered_map<std::string, Talk> m_talks;
  QTimer m_timer;
};

}  // namespace lk::node
