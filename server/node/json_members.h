#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <concepts>
#include <functional>
#include <limits>
#include <type_traits>
#include <utility>

#include "server/base/base64.h"
#include "server/node/control_codec.h"

// What visits the members of a control type by their names: what one writes the other reads.
namespace lk::node {

// Puts each member that it visits into an object.
class JsonWriter {
 public:
  explicit JsonWriter(QJsonObject& json) : m_json(json) {}

  void operator()(const char* name, const QString& value) { put(name, value); }
  void operator()(const char* name, const QStringList& value) { put(name, QJsonArray::fromStringList(value)); }
  void operator()(const char* name, const QByteArray& value) { put(name, QString::fromLatin1(value.toBase64())); }
  void operator()(const char* name, bool value) { put(name, value); }
  void operator()(const char* name, int value) { put(name, value); }
  void operator()(const char* name, qint64 value) { put(name, value); }
  void operator()(const char* name, quint8 value) { put(name, int{value}); }
  void operator()(const char* name, quint16 value) { put(name, int{value}); }
  void operator()(const char* name, quint32 value) { put(name, qint64{value}); }
  void operator()(const char* name, quint64 value) { put(name, QString::number(value)); }
  void operator()(const char* name, const std::optional<CloseReason>& value) {
    if (value) put(name, QString::fromUtf8(lk::toText(*value)));
  }
  void operator()(const char* name, CommandStatus value) { put(name, QString::fromUtf8(lk::toText(value))); }
  template <typename T>
  requires std::is_enum_v<T> && requires(T value) {
    { toText(value) } -> std::same_as<QString>;
  }
  void operator()(const char* name, T value) { put(name, toText(value)); }
  void operator()(const char* name, CloseReason value) { put(name, QString::fromUtf8(lk::toText(value))); }
  void operator()(const char* name, const QList<quint64>& value) {
    QJsonArray array;
    for (const quint64 number : value) array.push_back(QString::number(number));
    put(name, array);
  }
  template <typename T>
  void operator()(const char* name, const QList<T>& value) {
    QJsonArray array;
    for (const T& item : value) array.push_back(toJson(item));
    put(name, array);
  }
  template <std::size_t N>
  void operator()(const char* name, const std::array<quint64, N>& value, const auto& words) {
    QJsonObject object;
    for (std::size_t i = 0; i < N; ++i) {
      object.insert(QString::fromUtf8(lk::toText(words[i])), static_cast<qint64>(value[i]));
    }
    put(name, object);
  }
  template <typename T>
  requires requires(const T& item) { toJson(item); }
  void operator()(const char* name, const T& value) { put(name, toJson(value)); }

 private:
  void put(const char* name, const QJsonValue& value) { m_json.insert(QLatin1StringView(name), value); }
  QJsonObject& m_json;
};

// Takes each member that it visits from an object; one that is missing stays as it is.
class JsonReader {
 public:
  explicit JsonReader(const QJsonObject& json) : m_json(json) {}

  void operator()(const char* name, QString& value) {
    read(name, &QJsonValue::isString, [&](auto& v) { value = v.toString(); });
  }
  void operator()(const char* name, QStringList& value) {
    each(name, [&](const QJsonValue& item) {
      if (!item.isString()) return fail(name);
      value.push_back(item.toString());
    });
  }
  void operator()(const char* name, QByteArray& value) {
    read(name, &QJsonValue::isString, [&](auto& v) {
      const auto decoded = bytesOfBase64(v.toString().toLatin1());
      if (!decoded) return fail(name);
      value = *decoded;
    });
  }
  void operator()(const char* name, bool& value) {
    read(name, &QJsonValue::isBool, [&](auto& v) { value = v.toBool(); });
  }
  void operator()(const char* name, std::integral auto& value) {
    using Int = std::remove_reference_t<decltype(value)>;
    read(
        name, [](const QJsonValue&) { return true; },
        [&](const QJsonValue& v) {
          bool ok = false;
          if constexpr (std::same_as<Int, quint64>) {
            value = v.toString().toULongLong(&ok);
          } else {
            constexpr qint64 kMost = qint64{1} << 60;  // so that they can be reckoned with
            constexpr qint64 kBad = std::numeric_limits<qint64>::min();
            const qint64 number = v.isDouble() ? v.toInteger(kBad) : kBad;
            ok = number >= -kMost && number <= kMost && std::in_range<Int>(number);
            if (ok) value = static_cast<Int>(number);
          }
          if (!ok) fail(name);
        });
  }
  void operator()(const char* name, std::optional<CloseReason>& value) {
    word(name, [&](const QString& text) {
      value = closeReasonFromText(text.toStdString());
      return value.has_value();
    });
  }
  void operator()(const char* name, CloseReason& value) {
    std::optional<CloseReason> reason = value;
    (*this)(name, reason);
    value = reason.value_or(value);
  }
  void operator()(const char* name, CommandStatus& value) {
    word(name, [&](const QString& text) {
      const auto status = commandStatusFromText(text.toStdString());
      if (status) value = *status;
      return status.has_value();
    });
  }
  template <typename T>
  requires std::is_enum_v<T> && requires(const QString& text, T& value) { fromText(text, value); }
  void operator()(const char* name, T& value) {
    word(name, [&](const QString& text) { return fromText(text, value); });
  }
  void operator()(const char* name, QList<quint64>& value) {
    each(name, [&](const QJsonValue& item) {
      bool ok = false;
      value.push_back(item.toString().toULongLong(&ok));
      if (!ok) fail(name);
    });
  }
  template <typename T>
  void operator()(const char* name, QList<T>& value) {
    each(name, [&](const QJsonValue& item) {
      T one;
      nested(name, item, one);
      value.push_back(std::move(one));
    });
  }
  template <std::size_t N>
  void operator()(const char* name, std::array<quint64, N>& value, const auto& words) {
    read(name, &QJsonValue::isObject, [&](const QJsonValue& v) {
      const QJsonObject object = v.toObject();
      for (std::size_t i = 0; i < N; ++i) {
        const auto found = object.constFind(QString::fromUtf8(lk::toText(words[i])));
        if (found == object.constEnd()) continue;
        const QJsonValue count = *found;
        const qint64 number = count.toInteger(-1);
        if (number < 0) return fail(name);
        value[i] = static_cast<quint64>(number);
      }
    });
  }
  template <typename T>
  requires requires(const T& item) { toJson(item); }
  void operator()(const char* name, T& value) {
    read(name, &QJsonValue::isObject, [&](const QJsonValue& v) { nested(name, v, value); });
  }

  [[nodiscard]] Result<void> result() const {
    if (m_error.isEmpty()) return {};
    return Error{Error::Code::Protocol, "'" + m_error.toStdString() + "' is not what it must be"};
  }

 private:
  void fail(const char* name) {
    if (m_error.isEmpty()) m_error = QString::fromLatin1(name);
  }
  template <typename Is, typename Take>
  void read(const char* name, Is is, Take take) {
    const auto found = m_json.constFind(QLatin1StringView(name));
    if (found == m_json.constEnd()) return;
    const QJsonValue value = *found;
    if (!std::invoke(is, value)) return fail(name);
    take(value);
  }
  void each(const char* name, auto take) {
    read(name, &QJsonValue::isArray, [&](const QJsonValue& value) {
      const QJsonArray array = value.toArray();
      for (const QJsonValue item : array) take(item);
    });
  }
  void word(const char* name, auto take) {
    read(name, &QJsonValue::isString, [&](const QJsonValue& value) {
      if (!take(value.toString())) fail(name);
    });
  }
  template <typename T>
  void nested(const char* name, const QJsonValue& json, T& value) {
    if (!json.isObject() || !fromJson(json.toObject(), value).ok()) fail(name);
  }

  const QJsonObject& m_json;
  QString m_error;
};

}  // namespace lk::node
