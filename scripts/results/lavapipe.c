/* A Vulkan driver that is Mesa's lavapipe under SwiftShader's name: the only software adapter that
   Chromium's WebGPU takes is SwiftShader, which needs about six times as long for the same step.
   lavapipe.ts puts it where Chromium looks for libvk_swiftshader.so. */
#include <dlfcn.h>
#include <stdint.h>
#include <string.h>

#define EXPORTED __attribute__((visibility("default")))

typedef void (*Function)(void);
typedef Function (*GetProc)(void *instance, const char *name);
typedef void (*GetProperties)(void *device, void *properties);

static GetProperties properties1, properties2;

/* VkPhysicalDeviceProperties: apiVersion, driverVersion, vendorID, deviceID, deviceType, … */
static void rename_device(uint32_t *properties) {
  properties[2] = 0x1ae0;
  properties[3] = 0xc0de;
}

static void get_properties(void *device, void *out) {
  properties1(device, out);
  rename_device(out);
}

/* VkPhysicalDeviceProperties2 has sType and pNext before the properties. */
static void get_properties2(void *device, void *out) {
  properties2(device, out);
  rename_device((uint32_t *)((char *)out + 16));
}

EXPORTED Function vkGetInstanceProcAddr(void *instance, const char *name) {
  static GetProc lavapipe;
  if (!lavapipe)
    lavapipe = (GetProc)dlsym(dlopen(LAVAPIPE, RTLD_NOW | RTLD_LOCAL), "vk_icdGetInstanceProcAddr");
  if (strcmp(name, "vkGetInstanceProcAddr") == 0) return (Function)vkGetInstanceProcAddr;
  Function found = lavapipe(instance, name);
  if (found && strcmp(name, "vkGetPhysicalDeviceProperties") == 0) {
    properties1 = (GetProperties)found;
    return (Function)get_properties;
  }
  if (found && strncmp(name, "vkGetPhysicalDeviceProperties2", 30) == 0) {
    properties2 = (GetProperties)found;
    return (Function)get_properties2;
  }
  return found;
}
