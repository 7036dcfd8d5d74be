#include "tests/setup/nginx_change_test.h"

#include <QDir>
#include <QFile>
#include <algorithm>

namespace lk::test {

using setup::NginxOutcome;
using setup::NginxStep;
using setup::Surroundings;
using setup::Text;

QMap<QString, QByteArray> everything(const QString& folder) {
  QMap<QString, QByteArray> all;
  const QDir dir(folder);
  for (const QString& name : dir.entryList(QDir::Files | QDir::Hidden)) {
    if (name == QLatin1StringView("log") || name == QLatin1StringView("nginx.pid")) continue;
    QFile file(dir.filePath(name));
    if (file.open(QIODevice::ReadOnly)) all[name] = file.readAll();
  }
  return all;
}

QByteArray told(const NginxOutcome& outcome) {
  QByteArray all;
  for (const NginxStep& step : outcome.steps) {
    all += QByteArray::fromStdString(std::string(toText(step.end)) + " " + step.id + ": " + step.what.plain() + " | " +
                                     step.evidence + "\n");
  }
  return all;
}

const NginxStep* stepOf(const NginxOutcome& outcome, const char* id) {
  const auto found = std::ranges::find(outcome.steps, id, &NginxStep::id);
  return found == outcome.steps.end() ? nullptr : &*found;
}

bool says(const std::vector<Text>& texts, const char* part) {
  return std::ranges::any_of(texts, [&](const Text& text) { return text.plain().find(part) != std::string::npos; });
}

void NginxChangeTest::init() {
  m_place = std::make_unique<Place>();
  m_nginx = std::make_unique<NginxStream>();
}

void NginxChangeTest::cleanup() {
  m_nginx.reset();
  m_nodes.clear();
  m_place.reset();
}

bool NginxChangeTest::startNodes(int count) {
  for (int i = 0; i < count; ++i) {
    m_nodes.push_back(std::make_unique<RunningNode>());
    if (!m_nodes.back()->start(*m_place, QStringLiteral("n%1").arg(m_nodes.size()))) return false;
  }
  return true;
}

QByteArray NginxChangeTest::configuration(quint16 port, const QByteArray& more, const QByteArray& serverMore) const {
  QByteArray text =
      NginxStream::preamble() + more + "stream {\n    upstream nodes {\n" + "        hash $remote_addr consistent;\n";
  for (const auto& node : m_nodes) text += "        server " + node->listen().toUtf8() + ";\n";
  return text + "    }\n    server {\n        listen 127.0.0.1:" + QByteArray::number(port) +
         " backlog=4096;\n        proxy_pass nodes;\n" + serverMore + "    }\n}\n";
}

bool NginxChangeTest::startNginx(const QByteArray& more, const QByteArray& serverMore) {
  return m_nginx->startWith([&](quint16 port) { return configuration(port, more, serverMore); });
}

Surroundings NginxChangeTest::around(int nodes) const {
  Surroundings around;
  around.settings.nginxConfig = file().toStdString();
  around.wholeCluster = true;
  for (int i = 0; i < nodes; ++i) {
    const RunningNode& node = *m_nodes[static_cast<std::size_t>(i)];
    around.nodes.push_back({.id = "n" + std::to_string(i + 1),
                            .host = {},
                            .listen = {node.listen().toStdString()},
                            .own = true,
                            .sessions = 7});
  }
  return around;
}

bool NginxChangeTest::put(const QByteArray& text) const {
  return m_nginx->process().write(QStringLiteral("nginx.conf"), text);
}

}  // namespace lk::test
