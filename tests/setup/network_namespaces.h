#pragma once

#include <QByteArray>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <memory>

#include "server/setup/system.h"

namespace lk::test {

// A server's network and a device's, joined by two cables, apart from this machine's. In the server: lan0 10.77.0.1/24
// and fd77::1/64, lan1 10.78.0.1/24; the device is .2 and ::2. Gone with this object, or with the test. Works as root
// and, where users may make namespaces, without.
class NetworkNamespaces {
 public:
  NetworkNamespaces();
  ~NetworkNamespaces();
  NetworkNamespaces(const NetworkNamespaces&) = delete;
  NetworkNamespaces& operator=(const NetworkNamespaces&) = delete;

  [[nodiscard]] bool ok() const { return m_problem.isEmpty(); }
  [[nodiscard]] QString problem() const { return m_problem; }

  // Runs it in the server's network; its output and error output, and an exit code (-1: it did not run).
  int inServer(const QString& program, const QStringList& arguments, QByteArray& out, QByteArray& err) const;
  bool sh(const QString& script);  // in the server's network; what it says when it fails is problem()
  // Listens on all addresses of the server at this port, and takes every connection.
  bool listen(std::uint16_t port);
  // What a command line begins with, program and arguments, that is to run in the server's network, or the device's.
  [[nodiscard]] QStringList entryToServer() const { return entry(m_server); }
  [[nodiscard]] QStringList entryToDevice() const { return entry(m_device); }
  // What a device meets at each of these: open, refused (or told that it is forbidden), dropped.
  [[nodiscard]] QStringList connect(const QStringList& hosts, std::uint16_t port) const;

 private:
  [[nodiscard]] QStringList entry(const QProcess& holder) const;
  [[nodiscard]] QStringList entering(const QProcess& holder) const;
  bool hold(QProcess& holder, const QString& program, const QStringList& arguments);
  bool fail(const QString& what);

  bool m_isRoot = false;
  QProcess m_server;
  QProcess m_device;
  QProcess m_listener;
  QString m_problem;
};

// The server of such a pair, as checks see it. It has no files but /proc's.
class NamespaceSystem final : public setup::System {
 public:
  explicit NamespaceSystem(const NetworkNamespaces& networks) : m_networks(networks) {}

  [[nodiscard]] Kind kind() const override { return Kind::Linux; }
  [[nodiscard]] Result<setup::Ran> run(const setup::CommandLine& command, const setup::Patience& patience,
                                       std::string_view input) override;
  [[nodiscard]] std::vector<std::string> findProgram(std::string_view name) override;
  [[nodiscard]] Result<std::string> readFile(const std::string& path) override;
  [[nodiscard]] Result<void> writeFile(const std::string& path, std::string_view content) override;
  [[nodiscard]] Result<void> removeFile(const std::string& path) override;
  [[nodiscard]] Result<std::vector<std::string>> filesLike(const std::string& pattern) override;
  [[nodiscard]] std::string realPath(const std::string& path) override { return path; }
  [[nodiscard]] Result<std::chrono::milliseconds> ageOf(const std::string& path) override;
  [[nodiscard]] Result<std::uint64_t> freeBytes(const std::string& path) override;
  [[nodiscard]] setup::Talk talk(const Address& to, std::string_view say,
                                 const std::function<bool(std::string_view)>& enough,
                                 const setup::Patience& patience) override;
  [[nodiscard]] std::vector<std::string> ownAddresses() override { return {"10.77.0.1", "10.78.0.1", "fd77::1"}; }

 private:
  const NetworkNamespaces& m_networks;
};

}  // namespace lk::test
