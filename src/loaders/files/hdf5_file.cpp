#include "loaders/files/hdf5_file.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "core/printable.h"

namespace convlens::loaders {
namespace {

using Attribute = Hdf5Handle<H5Aclose>;
using Type = Hdf5Handle<H5Tclose>;
using Space = Hdf5Handle<H5Sclose>;
using PropertyList = Hdf5Handle<H5Pclose>;

constexpr std::size_t kMaxNameBytes = std::size_t{1} << 26;
constexpr hsize_t kMaxMembers = 100'000;

// Strings of one length each, padded with zeros or ended by one.
std::vector<std::string> fixed_strings(const std::vector<char>& data, std::size_t length) {
  std::vector<std::string> strings;
  for (std::size_t start = 0; start + length <= data.size(); start += length) {
    const char* text = data.data() + start;
    strings.emplace_back(text, strnlen(text, length));
  }
  return strings;
}

Result<std::vector<std::string>> read_strings(hid_t attribute, hid_t type, hid_t space,
                                              std::size_t count) {
  const std::size_t length = H5Tget_size(type);
  if (length == 0 || count > kMaxNameBytes / length) return fail("is too long to be a name");
  std::vector<char> data(count * length);
  if (H5Aread(attribute, type, data.data()) < 0) return fail("is damaged");
  if (H5Tis_variable_str(type) <= 0) return fixed_strings(data, length);
  std::vector<std::string> strings;
  for (std::size_t i = 0; i < count; ++i) {
    const char* text = nullptr;
    std::memcpy(&text, data.data() + i * length, sizeof text);
    strings.emplace_back(text == nullptr ? "" : text);
  }
  H5Dvlen_reclaim(type, space, H5P_DEFAULT, data.data());
  return strings;
}

// Where a data set keeps its values: in the file itself, and readable without plug-ins.
bool is_self_contained(hid_t dataset) {
  const PropertyList creation(H5Dget_create_plist(dataset));
  return creation && H5Pget_external_count(creation.get()) == 0 &&
         H5Pget_layout(creation.get()) != H5D_VIRTUAL;
}

float from_bfloat16(std::uint16_t bits) {
  const std::uint32_t single = std::uint32_t{bits} << 16U;
  float value = 0.0f;
  std::memcpy(&value, &single, sizeof value);
  return value;
}

// Keras has written them as whole numbers, and as two bytes that HDF5 knows nothing of.
bool is_bfloat16(const std::string& dtype, hid_t type) {
  const H5T_class_t kind = H5Tget_class(type);
  const bool is_opaque = kind == H5T_OPAQUE && H5Tget_size(type) == sizeof(std::uint16_t);
  return dtype == "bfloat16" && (kind == H5T_INTEGER || is_opaque);
}

bool read_bfloat16(hid_t dataset, hid_t type, std::span<float> values) {
  std::vector<std::uint16_t> bits(values.size());
  const hid_t held = H5Tget_class(type) == H5T_OPAQUE ? type : H5T_NATIVE_UINT16;
  if (H5Dread(dataset, held, H5S_ALL, H5S_ALL, H5P_DEFAULT, bits.data()) < 0) {
    return false;
  }
  std::transform(bits.begin(), bits.end(), values.begin(), from_bfloat16);
  return true;
}

// The shape of a data set, whose product fits memory.
Result<Shape> shape_of(hid_t space) {
  std::array<hsize_t, H5S_MAX_RANK> extents{};
  const int rank = H5Sget_simple_extent_ndims(space);
  if (rank < 0 || H5Sis_simple(space) <= 0 || H5Sget_simple_extent_type(space) == H5S_NULL) {
    return fail("is not an array of numbers");
  }
  H5Sget_simple_extent_dims(space, extents.data(), nullptr);
  return Shape::checked(std::vector<std::int64_t>(extents.begin(), extents.begin() + rank));
}

herr_t collect_name(hid_t /*group*/, const char* name, const H5L_info_t* info, void* names) {
  // Links are kept too, so that opening them says what they are.
  static_cast<std::vector<std::string>*>(names)->emplace_back(name);
  return info == nullptr ? -1 : 0;
}

// The library prints every error unless told not to, and looks for plug-ins that decompress.
void quieten_library() {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  H5PLset_loading_state(0);
}

// A file image is copied three times on its way into the library, unless these take the place of
// malloc, memcpy and free: then it reads the lender's own bytes, which are never written.
using Image = std::vector<std::byte>;
void* lend_image(std::size_t /*size*/, H5FD_file_image_op_t /*why*/, void* lender) {
  return static_cast<Image*>(lender)->data();
}
void* skip_copy(void* to, const void* /*from*/, std::size_t /*size*/, H5FD_file_image_op_t /*why*/,
                void* /*lender*/) {
  return to;
}
void* keep_image(void* /*image*/, std::size_t /*size*/, H5FD_file_image_op_t /*why*/,
                 void* /*lender*/) {
  return nullptr;
}
herr_t leave_image(void* /*image*/, H5FD_file_image_op_t /*why*/, void* /*lender*/) { return 0; }
void* same_lender(void* lender) { return lender; }
herr_t keep_lender(void* /*lender*/) { return 0; }

}  // namespace

std::string Hdf5Group::full_path(std::string_view path) const {
  return printable(path_.empty() ? std::string(path) : fmt::format("{}/{}", path_, path));
}

bool Hdf5Group::has_attribute(std::string_view name) const {
  return H5Aexists(handle_.get(), std::string(name).c_str()) > 0;
}

Result<std::vector<std::string>> Hdf5Group::text_attribute_values(const std::string& name) const {
  const auto wrong = [&](const Phrase& what) {
    return fail(R"(the attribute "{}" of "{}" {})", name, printable("/" + path_), what);
  };
  const Attribute attribute(H5Aopen(handle_.get(), name.c_str(), H5P_DEFAULT));
  if (!attribute) return wrong(phrase("is missing"));
  const Type file_type(H5Aget_type(attribute.get()));
  const Space space(H5Aget_space(attribute.get()));
  const hssize_t count = space ? H5Sget_simple_extent_npoints(space.get()) : -1;
  if (!file_type || count < 0) return wrong(phrase("is damaged"));
  if (count == 0) return std::vector<std::string>{};
  if (H5Tget_class(file_type.get()) != H5T_STRING) return wrong(phrase("should be text"));
  const Type type(H5Tget_native_type(file_type.get(), H5T_DIR_ASCEND));
  if (!type) return wrong(phrase("is damaged"));
  auto strings =
      read_strings(attribute.get(), type.get(), space.get(), static_cast<std::size_t>(count));
  if (!strings) return wrong(strings.error());
  return strings;
}

Result<std::string> Hdf5Group::text_attribute(std::string_view name) const {
  TRY_ASSIGN(auto values, text_attribute_values(std::string(name)));
  if (values.size() == 1) return std::move(values.front());
  return fail(R"(the attribute "{}" of "{}" should be one text, found {})", name,
              printable("/" + path_), values.size());
}

Result<std::vector<std::string>> Hdf5Group::text_list_attribute(std::string_view name) const {
  const std::string whole(name);
  if (has_attribute(whole) || !has_attribute(whole + "0")) return text_attribute_values(whole);
  std::vector<std::string> list;
  for (int part = 0; has_attribute(whole + std::to_string(part)); ++part) {
    auto values = text_attribute_values(whole + std::to_string(part));
    if (!values) return values;
    std::move(values->begin(), values->end(), std::back_inserter(list));
  }
  return list;
}

bool Hdf5Group::has(std::string_view path) const { return open(path).has_value(); }

Result<Hdf5Group::Handle> Hdf5Group::open(std::string_view path) const {
  std::string prefix;
  for (std::size_t start = 0; start <= path.size();) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    const std::string_view part = path.substr(start, end - start);
    if (start > 0) prefix += '/';
    prefix += part;
    H5L_info_t info{};
    if (part.empty() || part == "." || H5Lexists(handle_.get(), prefix.c_str(), H5P_DEFAULT) <= 0 ||
        H5Lget_info(handle_.get(), prefix.c_str(), &info, H5P_DEFAULT) < 0) {
      return fail("\"{}\" is missing", full_path(prefix));
    }
    if (info.type != H5L_TYPE_HARD) {
      return fail("\"{}\" is a link, expected the data themselves", full_path(prefix));
    }
    start = end + 1;
  }
  Handle object(H5Oopen(handle_.get(), prefix.c_str(), H5P_DEFAULT));
  if (!object) return fail("\"{}\" is damaged", full_path(path));
  return object;
}

Result<Hdf5Group> Hdf5Group::group(std::string_view path) const {
  TRY_ASSIGN(auto object, open(path));
  if (H5Iget_type(object.get()) != H5I_GROUP) {
    return fail("\"{}\" should be a group of arrays", full_path(path));
  }
  std::string full = path_.empty() ? std::string(path) : fmt::format("{}/{}", path_, path);
  return Hdf5Group(std::move(object), std::move(full), budget_);
}

Result<Tensor> Hdf5Group::dataset(std::string_view path) const {
  TRY_ASSIGN(const auto object, open(path));
  auto tensor = read_values(object.get(), std::string(path));
  if (!tensor) return fail("\"{}\" {}", full_path(path), tensor.error());
  return tensor;
}

Result<Tensor> Hdf5Group::read_values(hid_t dataset, const std::string& path) const {
  if (H5Iget_type(dataset) != H5I_DATASET) return fail("should be an array");
  if (!is_self_contained(dataset)) return fail("keeps its values outside of the file");
  const Space space(H5Dget_space(dataset));
  const Type type(H5Dget_type(dataset));
  if (!space || !type) return fail("is damaged");
  const H5T_class_t kind = H5Tget_class(type.get());
  const Hdf5Group attributes(Handle(H5Oopen(handle_.get(), path.c_str(), H5P_DEFAULT)), path,
                             budget_);
  const auto dtype = attributes.has_attribute("dtype") ? attributes.text_attribute("dtype")
                                                       : Result<std::string>("");
  const bool bfloat16 = dtype && is_bfloat16(*dtype, type.get());
  if (kind != H5T_FLOAT && kind != H5T_INTEGER && !bfloat16) {
    return fail("is not an array of numbers");
  }
  TRY_ASSIGN(const auto shape, shape_of(space.get()));
  // Before any memory is taken: a few bytes can claim any extents.
  const std::size_t count = shape.element_count();
  if (count > *budget_ / sizeof(float)) {
    return fail("claims the shape {}, more than a file of this size holds", to_string(shape));
  }
  *budget_ -= count * sizeof(float);
  auto tensor = Tensor::create(shape);
  if (!tensor || count == 0) return tensor;
  const bool read = bfloat16 ? read_bfloat16(dataset, type.get(), tensor->values())
                             : H5Dread(dataset, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT,
                                       tensor->data()) >= 0;
  if (!read) return fail("is damaged");
  return tensor;
}

Result<std::vector<Hdf5Group::Member>> Hdf5Group::members() const {
  const auto damaged = [&] { return fail("the group \"{}\" is damaged", printable("/" + path_)); };
  H5G_info_t facts{};
  if (H5Gget_info(handle_.get(), &facts) < 0) return damaged();
  if (facts.nlinks > kMaxMembers) {
    return fail("the group \"{}\" has {} members, at most {} are read", printable("/" + path_),
                facts.nlinks, kMaxMembers);
  }
  std::vector<std::string> names;
  if (H5Literate(handle_.get(), H5_INDEX_NAME, H5_ITER_INC, nullptr, collect_name, &names) < 0) {
    return damaged();
  }
  std::vector<Member> members;
  for (std::string& name : names) {
    TRY_ASSIGN(const auto object, open(name));
    const H5I_type_t type = H5Iget_type(object.get());
    if (type == H5I_GROUP || type == H5I_DATASET) {
      members.push_back({std::move(name), type == H5I_GROUP});
    }
  }
  return members;
}

Result<Hdf5File> Hdf5File::open(const std::filesystem::path& path, std::size_t max_bytes) {
  quieten_library();
  Hdf5File file;
  file.file_ = Hdf5Handle<H5Fclose>(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT));
  file.budget_ = std::make_shared<std::size_t>(max_bytes);
  if (!file.file_) return fail("{}: the HDF5 file is damaged or cut short", path.string());
  return file;
}

Result<Hdf5File> Hdf5File::open(std::vector<std::byte> bytes, const std::string& name,
                                std::size_t max_bytes) {
  quieten_library();
  Hdf5File file;
  file.bytes_ = std::move(bytes);
  file.budget_ = std::make_shared<std::size_t>(max_bytes);
  const PropertyList access(H5Pcreate(H5P_FILE_ACCESS));
  H5FD_file_image_callbacks_t callbacks{};
  callbacks.image_malloc = lend_image;
  callbacks.image_memcpy = skip_copy;
  callbacks.image_realloc = keep_image;
  callbacks.image_free = leave_image;
  callbacks.udata_copy = same_lender;
  callbacks.udata_free = keep_lender;
  callbacks.udata = &file.bytes_;
  constexpr std::size_t kIncrement = 4096;  // for writing, which never happens
  if (H5Pset_fapl_core(access.get(), kIncrement, false) >= 0 &&
      H5Pset_file_image_callbacks(access.get(), &callbacks) >= 0 &&
      H5Pset_file_image(access.get(), file.bytes_.data(), file.bytes_.size()) >= 0) {
    file.file_ = Hdf5Handle<H5Fclose>(H5Fopen("image", H5F_ACC_RDONLY, access.get()));
  }
  if (!file.file_) return fail("{}: the HDF5 file in it is damaged or cut short", name);
  return file;
}

Result<Hdf5Group> Hdf5File::root() const {
  Hdf5Group::Handle handle(H5Oopen(file_.get(), "/", H5P_DEFAULT));
  if (!handle) return fail("the HDF5 file is damaged");
  return Hdf5Group(std::move(handle), "", budget_);
}

}  // namespace convlens::loaders
