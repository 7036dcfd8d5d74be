#include "what_is_said.h"

#include <QAction>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QMetaProperty>
#include <QRegularExpression>
#include <QTabWidget>
#include <QTableView>
#include <QTextEdit>
#include <QTreeWidget>
#include <array>

#include "server/base/settings.h"

namespace lk::ui::test {

namespace {

constexpr std::array kTexts = {"text",     "title",  "windowTitle", "toolTip",        "accessibleName",
                               "iconText", "prefix", "suffix",      "placeholderText"};

class Listener {
 public:
  void hear(const QObject& object) {
    const bool isInput = object.inherits("QLineEdit") || object.inherits("QAbstractSpinBox");
    for (const char* name : kTexts) {
      if (isInput && qstrcmp(name, "text") == 0) continue;
      const QVariant text = object.property(name);
      if (text.metaType() == QMetaType::fromType<QString>()) add(object, name, text.toString());
    }
    if (const auto* tabs = qobject_cast<const QTabWidget*>(&object)) {
      for (int tab = 0; tab < tabs->count(); ++tab) add(object, "tab", tabs->tabText(tab));
    }
    if (const auto* choice = qobject_cast<const QComboBox*>(&object)) {
      for (int item = 0; item < choice->count(); ++item) add(object, "choice", choice->itemText(item));
    }
    if (const auto* table = qobject_cast<const QTableView*>(&object)) hearTable(*table);
    if (const auto* tree = qobject_cast<const QTreeWidget*>(&object)) hearItem(object, *tree->invisibleRootItem());
  }

  [[nodiscard]] const QStringList& all() const { return m_all; }

 private:
  void add(const QObject& object, const char* what, const QString& text) {
    if (!text.isEmpty()) {
      m_all.push_back(QStringLiteral("%1 %2 %3: %4")
                          .arg(QLatin1StringView(object.metaObject()->className()), object.objectName(),
                               QLatin1StringView(what), text));
    }
  }

  void hearTable(const QTableView& table) {
    const QAbstractItemModel* model = table.model();
    if (model == nullptr) return;
    for (int column = 0; column < model->columnCount(); ++column) {
      add(table, "header", model->headerData(column, Qt::Horizontal).toString());
      add(table, "header's tip", model->headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString());
      for (int row = 0; row < model->rowCount(); ++row) {
        add(table, "cell", model->index(row, column).data().toString());
        add(table, "cell's tip", model->index(row, column).data(Qt::ToolTipRole).toString());
      }
    }
  }

  void hearItem(const QObject& tree, const QTreeWidgetItem& item) {
    for (int column = 0; column < item.columnCount(); ++column) {
      add(tree, "item", item.text(column));
      add(tree, "item's tip", item.toolTip(column));
    }
    for (int i = 0; i < item.childCount(); ++i) hearItem(tree, *item.child(i));
  }

  QStringList m_all;
};

// What is typed as it is, in every language.
const QStringList& phrases() {
  static const QStringList all = [] {
    QStringList words = {QStringLiteral("linekeeper send"),
                         QStringLiteral("linekeeper simulate --target ADDR:PORT --devices 50"),
                         QStringLiteral("linekeeper --headless --redis"),
                         QStringLiteral("Apache License 2.0"),
                         QStringLiteral("relay on"),
                         QStringLiteral("redis-cli PUBLISH"),
                         QString::fromUtf8("“device”"),
                         QStringLiteral("{device}"),
                         QStringLiteral("{counter}"),
                         QStringLiteral("{name}"),
                         QStringLiteral("{site}"),
                         QString::fromUtf8("（例如 site）"),
                         QStringLiteral("hash $remote_addr consistent;"),
                         QStringLiteral("systemctl start nginx"),
                         QStringLiteral("-s reload"),
                         QStringLiteral("-s stop"),
                         QStringLiteral("connection refused")};
    for (const SettingsField& field : settingsFields()) words.push_back(QString::fromStdString(field.name()));
    return words;
  }();
  return all;
}

// Names, protocols and keys; statuses of the protocol; units. No word of English for which there is a Chinese one.
const QStringList& names() {
  static const QStringList all =
      QStringLiteral(
          "Linekeeper nginx Redis Qt Linux Windows English IPv4 IPv6 NAT TCP TLS PROXY HTTP JSON CSV UTF PEM CA URL ID "
          "HELLO WELCOME PING REPORT COMMAND ACK CLOSE INFO Sentinel ACL ADDR PORT stream server upstream http hash "
          "down "
          "auto root sudo ufw firewalld nft iptables iptables-save Ctrl Shift Alt Esc Del Enter F5 Return kB MB GB KiB "
          "MiB bytes "
          "ulimit open files ttl retry-after txt csv Max ss lk pkexec p50 p99 redis linekeeper headless select use "
          "events "
          "memory credential NAME systemd")
          .split(QLatin1Char(' '));
  return all;
}

}  // namespace

QStringList allThatIsSaid(const QWidget& top) {
  Listener listener;
  listener.hear(top);
  const QList<QObject*> objects = top.findChildren<QObject*>();
  for (const QObject* object : objects) {
    if (object->isWidgetType() || object->inherits("QAction")) listener.hear(*object);
  }
  return listener.all();
}

QStringList englishIn(const QString& text) {
  QString rest = text;
  for (const QString& phrase : phrases()) rest.remove(phrase);
  static const QRegularExpression run(QStringLiteral("[\\x21-\\x7e]+"));
  // Words with signs within are names of settings, addresses, devices, shortcuts, files.
  static const QRegularExpression word(QStringLiteral("^[\"'(\\[{&]*([A-Za-z][A-Za-z0-9]+)[\"')\\]},;:.!?…]*$"));
  QStringList found;
  for (auto runs = run.globalMatch(rest); runs.hasNext();) {
    const QRegularExpressionMatch match = word.match(runs.next().captured());
    const bool isName =
        names().contains(match.captured(1)) || match.captured(1).contains(QRegularExpression(QStringLiteral("\\d")));
    if (match.hasMatch() && !isName) found.push_back(match.captured(1));
  }
  return found;
}

}  // namespace lk::ui::test
