#include "ui/retranslate.h"

#include <QAction>
#include <QComboBox>
#include <QEvent>
#include <QLineEdit>
#include <QMetaProperty>
#include <QTabWidget>
#include <array>

#include "ui/said_before.h"

namespace lk::ui {

namespace {

constexpr std::array kTexts = {"text",           "title",  "windowTitle", "toolTip",        "statusTip",
                               "whatsThis",      "prefix", "suffix",      "accessibleName", "accessibleDescription",
                               "placeholderText"};

class Retranslator {
 public:
  explicit Retranslator(const SaidBefore& before) : m_before(before) {}

  void object(QObject& object) {
    m_contexts.clear();
    for (const QObject* owner = &object; owner != nullptr; owner = owner->parent()) {
      for (const QMetaObject* meta = owner->metaObject(); meta != nullptr; meta = meta->superClass()) {
        const QByteArray name = meta->className();
        if (!m_contexts.contains(name)) m_contexts.push_back(name);
      }
    }
    if (auto* action = qobject_cast<QAction*>(&object)) return this->action(*action);
    properties(object);
    if (auto* tabs = qobject_cast<QTabWidget*>(&object)) {
      for (int tab = 0; tab < tabs->count(); ++tab) {
        tabs->setTabText(tab, again(tabs->tabText(tab)));
        tabs->setTabToolTip(tab, again(tabs->tabToolTip(tab)));
      }
    }
    if (auto* choice = qobject_cast<QComboBox*>(&object); choice != nullptr && !choice->isEditable()) {
      for (int item = 0; item < choice->count(); ++item) choice->setItemText(item, again(choice->itemText(item)));
    }
  }

 private:
  [[nodiscard]] QString again(const QString& text) const { return m_before.again(text, m_contexts); }

  void properties(QObject& object) {
    const QMetaObject& meta = *object.metaObject();
    const bool isInput = qobject_cast<QLineEdit*>(&object) != nullptr;
    for (const char* name : kTexts) {
      if (isInput && qstrcmp(name, "text") == 0) continue;
      const int at = meta.indexOfProperty(name);
      if (at < 0) continue;
      const QMetaProperty property = meta.property(at);
      if (!property.isWritable() || property.metaType() != QMetaType::fromType<QString>()) continue;
      const QString old = property.read(&object).toString();
      const QString now = again(old);
      if (now != old) property.write(&object, now);
    }
  }

  // An action makes short text and tooltip of its text, if it has none of its own; that is to stay so.
  void action(QAction& action) {
    QAction plain(action.text());
    const QString iconText = action.iconText();
    const QString toolTip = action.toolTip();
    const bool hasIconText = iconText != plain.iconText();
    const bool hasToolTip = toolTip != plain.toolTip();
    action.setText(again(action.text()));
    if (hasIconText) action.setIconText(again(iconText));
    if (hasToolTip) action.setToolTip(again(toolTip));
  }

  const SaidBefore& m_before;
  QList<QByteArray> m_contexts;
};

class LanguageWatch final : public QObject {
 public:
  LanguageWatch(QObject* of, std::function<void()> compose) : QObject(of), m_compose(std::move(compose)) {
    of->installEventFilter(this);
  }

  bool eventFilter(QObject* watched, QEvent* event) override {
    if (watched == parent() && event->type() == QEvent::LanguageChange) m_compose();
    return QObject::eventFilter(watched, event);
  }

 private:
  std::function<void()> m_compose;
};

}  // namespace

void retranslate(QWidget& top, const SaidBefore& before) {
  if (before.isEmpty()) return;
  Retranslator retranslator(before);
  const QList<QObject*> objects = top.findChildren<QObject*>();
  retranslator.object(top);
  for (QObject* object : objects) {
    if (object->isWidgetType() || qobject_cast<QAction*>(object) != nullptr) retranslator.object(*object);
  }
}

void whenRetranslated(QWidget* widget, std::function<void()> compose) { new LanguageWatch(widget, std::move(compose)); }

}  // namespace lk::ui
