#include "tests/support/certificates.h"

#include <QFile>
#include <QProcess>

namespace lk::test {

namespace {

bool openssl(const QTemporaryDir& dir, const QString& arguments) {
  QProcess process;
  process.setWorkingDirectory(dir.path());
  process.start(QStringLiteral("openssl"), arguments.split(QLatin1Char(' ')));
  const bool done = process.waitForFinished(30'000) && process.exitCode() == 0;
  if (!done) qWarning("openssl %s: %s", qPrintable(arguments), process.readAllStandardError().constData());
  return done;
}

}  // namespace

bool Certificates::make() {
  QFile names(m_dir.filePath(QStringLiteral("names")));
  if (!names.open(QIODevice::WriteOnly) || names.write("subjectAltName=IP:127.0.0.1,DNS:localhost\n") < 0) return false;
  names.close();
  return openssl(m_dir, QStringLiteral("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test-authority "
                                       "-keyout ca.key -out ca.pem")) &&
         openssl(m_dir, QStringLiteral("req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout server.key "
                                       "-out server.csr")) &&
         openssl(m_dir, QStringLiteral("x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 "
                                       "-extfile names -out server.pem"));
}

}  // namespace lk::test
