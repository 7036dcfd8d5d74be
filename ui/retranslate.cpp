#include "ui/retranslate.h"

#include <QAction>
#include <QComboBox>
#include <QEvent>
#include <QLineEdit>
#include <QMetaProperty>
#include <QTabWidget>
#include <array>

#include "ui/parts.h"
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
      const bool isMenu = qstrcmp(name, "title") == 0;
      const QString now =
          m_before.again(old, m_contexts, isMenu ? SaidBefore::Mnemonic::Kept : SaidBefore::Mnemonic::None);
      if (now != old) property.write(&object, now);
    }
  }

  // An action makes its short text of its text, unless it was given one: then it does not follow.
  void action(QAction& action) {
    const QString iconText = action.iconText();
    const QString text = action.text();
    const QString now = m_before.again(text, m_contexts, SaidBefore::Mnemonic::Kept);
    if (now != text) action.setText(now);
    if (action.iconText() == iconText) {
      const QString shorter = again(iconText);
      if (shorter != iconText) action.setIconText(shorter);
    }
    if (const QVariant tip = action.property(parts::kTip); tip.isValid()) {
      parts::describe(&action, again(tip.toString()), action.shortcut());
    } else if (const QString plain = again(action.toolTip()); plain != action.toolTip()) {
      action.setToolTip(plain);
    }
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
