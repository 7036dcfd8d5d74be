#pragma once

#include <QString>
#include <QTemporaryDir>

namespace lk::test {

// A certificate authority of the test's own, and a server certificate from it for 127.0.0.1 and localhost.
class Certificates {
 public:
  [[nodiscard]] bool make();

  [[nodiscard]] QString authority() const { return m_dir.filePath(QStringLiteral("ca.pem")); }
  [[nodiscard]] QString serverCertificate() const { return m_dir.filePath(QStringLiteral("server.pem")); }
  [[nodiscard]] QString serverKey() const { return m_dir.filePath(QStringLiteral("server.key")); }

 private:
  QTemporaryDir m_dir;
};

}  // namespace lk::test
