#pragma once

#include <QObject>
#include <deque>
#include <map>

#include "server/node/control_line.h"
#include "server/node/line_channel.h"
#include "server/node/node_service.h"

namespace lk::node {

// One console or verb that talks to the node. Deletes itself when the channel ends; what it switched on ends with it.
class ControlConnection final : public QObject {
  Q_OBJECT

 public:
  // Takes the channel over.
  ControlConnection(NodeService& node, LineChannel* channel, QObject* parent);
  ~ControlConnection() override;

  // The node's last word to all connections of a server, without which its end is like that of one that was killed, to
  // whoever waits for it.
  static void sayDrained(const QObject& server);

 private:
  // A snapshot on its way out, in parts of bounded length.
  struct Answering {
    qint64 id;
    Snapshot snapshot;
    qsizetype next = 0;  // row of each of its lists
  };

  void take(const QByteArray& line);
  void handle(const ControlRequest& request);
  void fetch(const ControlRequest& request);
  void send(const ControlRequest& request);
  void kick(const ControlRequest& request);
  void trace(const ControlRequest& request);
  void inspect(const ControlRequest& request);
  void answer(qint64 id, QJsonObject body);
  void refuse(qint64 id, const Error& error);
  void answerSnapshot(qint64 id, Snapshot snapshot);
  void writeParts();
  void write(const QJsonObject& line);

  NodeService& m_node;
  LineChannel* m_channel;
  std::map<QString, int> m_traces;
  std::size_t m_asked = 0;  // snapshots that are to come
  std::deque<Answering> m_answering;
  bool m_goingOn = false;  // the next part is this thread's next turn's
};

}  // namespace lk::node
