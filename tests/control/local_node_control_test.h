#pragma once

#include <QLocalServer>
#include <QObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <memory>
#include <optional>

#include "server/node/control_server.h"
#include "server/node/local_node_control.h"
#include "tests/control/fake_node_service.h"

namespace lk::test {

[[nodiscard]] node::CommandRequest command(const QString& device, const QString& id = {});

// Where a reply goes: whether it came, and what it was.
template <typename T>
struct Heard {
  std::optional<Result<T>> reply;
  int times = 0;

  node::NodeControl::Reply<T> take() {
    return [this](Result<T> result) {
      reply = std::move(result);
      ++times;
    };
  }
  [[nodiscard]] bool failed() const { return reply && !reply->ok() && !reply->error().text.empty(); }
};

// Each test has a node behind a control socket, or a stranger in its place, and the control that is to reach it.
class LocalNodeControlTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanup();

 protected:
  void open();                             // of both: the node listens, and the control is connected to it
  void speakFor(const QByteArray& bytes);  // a node that answers anything with these bytes

  std::unique_ptr<QTemporaryDir> m_folder;
  QString m_socketName;
  std::unique_ptr<FakeNodeService> m_node;
  std::unique_ptr<node::ControlServer> m_server;
  std::unique_ptr<QLocalServer> m_stranger;
  std::unique_ptr<node::LocalNodeControl> m_control;
  std::unique_ptr<QSignalSpy> m_states;
};

}  // namespace lk::test
