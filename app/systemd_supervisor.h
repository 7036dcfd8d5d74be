#pragma once

#include <QByteArray>

#include "app/supervisor.h"
#include "server/base/result.h"

namespace lk::app {

// systemd, as sd_notify(3) has it: a datagram to its socket for each thing that is told.
class SystemdSupervisor final : public Supervisor {
 public:
  // address: a path, or @ and an abstract name. Errors: Usage (no such address can be), Io.
  [[nodiscard]] static Result<std::unique_ptr<SystemdSupervisor>> open(
      const QByteArray& address, std::optional<std::chrono::milliseconds> aliveWithin);
  ~SystemdSupervisor() override;
  SystemdSupervisor(const SystemdSupervisor&) = delete;
  SystemdSupervisor& operator=(const SystemdSupervisor&) = delete;

  void ready() override;
  void reloading() override;
  void stopping() override;
  void needsMore(std::chrono::seconds time) override;
  void status(const QString& sentence) override;
  void alive() override;
  [[nodiscard]] std::optional<std::chrono::milliseconds> aliveWithin() const override { return m_aliveWithin; }

 private:
  SystemdSupervisor(int descriptor, QByteArray address, std::optional<std::chrono::milliseconds> aliveWithin)
      : m_descriptor(descriptor), m_address(std::move(address)), m_aliveWithin(aliveWithin) {}
  void tell(const QByteArray& lines);

  const int m_descriptor;
  const QByteArray m_address;  // a sockaddr_un
  const std::optional<std::chrono::milliseconds> m_aliveWithin;
};

}  // namespace lk::app
