#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>
#include <memory>

#include "server/base/clock.h"
#include "server/setup/local_system.h"
#include "tests/setup/check_findings.h"
#include "tests/support/free_port.h"
#include "tests/support/running_server.h"

namespace lk::test {

// A configuration of nginx of which nothing is to be found. LISTEN, FIRST and SECOND stand for the ports of devices and
// of two nodes, which differ from run to run.
[[nodiscard]] const QByteArray& goodNginxConfig();

// Each test has a real nginx that runs with the good configuration.
class NginxChecksTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();

 protected:
  struct Ports {
    quint16 listen = freePort();
    quint16 first = freePort();
    quint16 second = freePort();
  };

  [[nodiscard]] QByteArray filled(QByteArray text) const;  // with the ports in it
  [[nodiscard]] QString configFile() const;
  [[nodiscard]] bool write(const QByteArray& text) const;

  // What is known of the good one: two nodes that live.
  [[nodiscard]] setup::Surroundings around() const;
  [[nodiscard]] Found findings(const setup::Surroundings& around);

  // Whether nginx itself takes what is written now.
  [[nodiscard]] bool nginxTakesIt() const;

  Ports m_ports;
  std::unique_ptr<RunningServer> m_nginx;

 private:
  bool start();

  SystemClock m_clock;
  setup::LocalSystem m_system;
};

}  // namespace lk::test
