// VK_LAYER_SHADER_STATS: a Vulkan layer that
//  1. asks the driver for compiler statistics of every compute pipeline
//     (VK_KHR_pipeline_executable_properties) and appends one JSON line per pipeline to $SHADER_STATS_OUT;
//  2. with SHADER_STATS_NOEXEC=1 swallows all command recording, submission and waiting, so that an
//     application (Dawn) runs on a driver that compiles but has no hardware: RADV's null winsys
//     (RADV_FORCE_FAMILY) or Intel's noop drm-shim. Buffers then simply keep what was mapped.
//  3. $SHADER_STATS_SPIRV=<dir>: writes each compute pipeline's SPIR-V;
//     $SHADER_STATS_IR=<dir>: writes each pipeline's internal representations (NIR, ACO IR, assembly).
#include <vulkan/vulkan.h>
#include <vulkan/vk_layer.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>

#define EXPORT __attribute__((visibility("default")))

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static PFN_vkGetInstanceProcAddr next_gipa;   // one instance at a time is enough here
static PFN_vkGetDeviceProcAddr next_gdpa;
static VkInstance instance;
// Fetched when the instance is made: afterwards the loader's own table leads back here.
static PFN_vkGetPhysicalDeviceMemoryProperties real_memory;
static PFN_vkGetPhysicalDeviceMemoryProperties2 real_memory2;
static bool noexec(void) { const char *v = getenv("SHADER_STATS_NOEXEC"); return v && *v == '1'; }

typedef struct { VkShaderModule module; uint32_t *words; size_t bytes; } Module;
static Module *modules; static size_t n_modules, cap_modules;
static unsigned serial;

typedef struct {
  PFN_vkCreateShaderModule create_module;
  PFN_vkDestroyShaderModule destroy_module;
  PFN_vkCreateComputePipelines create_compute;
  PFN_vkGetPipelineExecutablePropertiesKHR exe_props;
  PFN_vkGetPipelineExecutableStatisticsKHR exe_stats;
  PFN_vkGetPipelineExecutableInternalRepresentationsKHR exe_ir;
  PFN_vkSetDebugUtilsObjectNameEXT set_name;
  bool stats;
} Dev;
static Dev dev; // several devices of one driver share one table: same ICD, same functions

static void json_string(FILE *f, const char *s) {
  fputc('"', f);
  for (; *s; s++) {
    if (*s == '"' || *s == '\\') fputc('\\', f);
    if ((unsigned char)*s >= 0x20) fputc(*s, f);
  }
  fputc('"', f);
}

// ---------------------------------------------------------------- instance
static VKAPI_ATTR VkResult VKAPI_CALL l_CreateInstance(const VkInstanceCreateInfo *ci,
    const VkAllocationCallbacks *al, VkInstance *out) {
  VkLayerInstanceCreateInfo *li = (void *)ci->pNext;
  while (li && !(li->sType == VK_STRUCTURE_TYPE_LOADER_INSTANCE_CREATE_INFO && li->function == VK_LAYER_LINK_INFO))
    li = (void *)li->pNext;
  if (!li) return VK_ERROR_INITIALIZATION_FAILED;
  next_gipa = li->u.pLayerInfo->pfnNextGetInstanceProcAddr;
  li->u.pLayerInfo = li->u.pLayerInfo->pNext;
  PFN_vkCreateInstance create = (void *)next_gipa(NULL, "vkCreateInstance");
  VkResult r = create(ci, al, out);
  if (r != VK_SUCCESS) return r;
  instance = *out;
  real_memory = (void *)next_gipa(instance, "vkGetPhysicalDeviceMemoryProperties");
  real_memory2 = (void *)next_gipa(instance, "vkGetPhysicalDeviceMemoryProperties2");
  return r;
}

static bool has_ext(VkPhysicalDevice pd, const char *name) {
  PFN_vkEnumerateDeviceExtensionProperties e = (void *)next_gipa(instance, "vkEnumerateDeviceExtensionProperties");
  uint32_t n = 0; e(pd, NULL, &n, NULL);
  VkExtensionProperties *p = calloc(n, sizeof *p); e(pd, NULL, &n, p);
  bool found = false;
  for (uint32_t i = 0; i < n; i++) found |= !strcmp(p[i].extensionName, name);
  free(p); return found;
}

static VKAPI_ATTR VkResult VKAPI_CALL l_CreateDevice(VkPhysicalDevice pd, const VkDeviceCreateInfo *ci,
    const VkAllocationCallbacks *al, VkDevice *out) {
  VkLayerDeviceCreateInfo *li = (void *)ci->pNext;
  while (li && !(li->sType == VK_STRUCTURE_TYPE_LOADER_DEVICE_CREATE_INFO && li->function == VK_LAYER_LINK_INFO))
    li = (void *)li->pNext;
  if (!li) return VK_ERROR_INITIALIZATION_FAILED;
  PFN_vkGetInstanceProcAddr gipa = li->u.pLayerInfo->pfnNextGetInstanceProcAddr;
  next_gdpa = li->u.pLayerInfo->pfnNextGetDeviceProcAddr;
  li->u.pLayerInfo = li->u.pLayerInfo->pNext;
  PFN_vkCreateDevice create = (void *)gipa(instance, "vkCreateDevice");

  const char *ext = VK_KHR_PIPELINE_EXECUTABLE_PROPERTIES_EXTENSION_NAME;
  VkDeviceCreateInfo mine = *ci;
  VkPhysicalDevicePipelineExecutablePropertiesFeaturesKHR feat = {
    VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PIPELINE_EXECUTABLE_PROPERTIES_FEATURES_KHR, (void *)ci->pNext, VK_TRUE };
  const char **names = malloc((ci->enabledExtensionCount + 1) * sizeof *names);
  bool stats = has_ext(pd, ext), there = false;
  for (uint32_t i = 0; i < ci->enabledExtensionCount; i++) {
    names[i] = ci->ppEnabledExtensionNames[i];
    there |= !strcmp(names[i], ext);
  }
  if (stats && !there) {
    names[mine.enabledExtensionCount++] = ext;
    mine.ppEnabledExtensionNames = names;
    mine.pNext = &feat;
  }
  if (!stats) fprintf(stderr, "shader-stats: this driver has no %s\n", ext);
  VkResult r = create(pd, &mine, al, out);
  free(names);
  if (r != VK_SUCCESS) return r;
#define D(field, name) dev.field = (void *)next_gdpa(*out, name)
  D(create_module, "vkCreateShaderModule"); D(destroy_module, "vkDestroyShaderModule");
  D(create_compute, "vkCreateComputePipelines");
  D(exe_props, "vkGetPipelineExecutablePropertiesKHR");
  D(exe_stats, "vkGetPipelineExecutableStatisticsKHR");
  D(exe_ir, "vkGetPipelineExecutableInternalRepresentationsKHR");
  D(set_name, "vkSetDebugUtilsObjectNameEXT");
  dev.stats = stats && dev.exe_stats;
  return r;
}

// ---------------------------------------------------------------- pipelines
static VKAPI_ATTR VkResult VKAPI_CALL l_CreateShaderModule(VkDevice d, const VkShaderModuleCreateInfo *ci,
    const VkAllocationCallbacks *al, VkShaderModule *out) {
  VkResult r = dev.create_module(d, ci, al, out);
  if (r != VK_SUCCESS) return r;
  pthread_mutex_lock(&lock);
  if (n_modules == cap_modules) modules = realloc(modules, (cap_modules = cap_modules * 2 + 64) * sizeof *modules);
  Module m = { *out, malloc(ci->codeSize), ci->codeSize };
  memcpy(m.words, ci->pCode, ci->codeSize);
  modules[n_modules++] = m;
  pthread_mutex_unlock(&lock);
  return r;
}

static VKAPI_ATTR void VKAPI_CALL l_DestroyShaderModule(VkDevice d, VkShaderModule m, const VkAllocationCallbacks *al) {
  pthread_mutex_lock(&lock);
  for (size_t i = 0; i < n_modules; i++)
    if (modules[i].module == m) { free(modules[i].words); modules[i] = modules[--n_modules]; break; }
  pthread_mutex_unlock(&lock);
  dev.destroy_module(d, m, al);
}

static void dump_ir(VkDevice d, VkPipeline p, uint32_t exe, unsigned id, const char *dir) {
  VkPipelineExecutableInfoKHR info = { VK_STRUCTURE_TYPE_PIPELINE_EXECUTABLE_INFO_KHR, NULL, p, exe };
  uint32_t n = 0; dev.exe_ir(d, &info, &n, NULL);
  if (!n) return;
  VkPipelineExecutableInternalRepresentationKHR *ir = calloc(n, sizeof *ir);
  for (uint32_t i = 0; i < n; i++) ir[i].sType = VK_STRUCTURE_TYPE_PIPELINE_EXECUTABLE_INTERNAL_REPRESENTATION_KHR;
  dev.exe_ir(d, &info, &n, ir);
  for (uint32_t i = 0; i < n; i++) ir[i].pData = calloc(1, ir[i].dataSize + 1);
  dev.exe_ir(d, &info, &n, ir);
  for (uint32_t i = 0; i < n; i++) {
    char path[1024], name[256]; snprintf(name, sizeof name, "%s", ir[i].name);
    for (char *c = name; *c; c++) if (*c == ' ' || *c == '/' || *c == '(' || *c == ')') *c = '_';
    snprintf(path, sizeof path, "%s/%04u.%u.%s.txt", dir, id, exe, name);
    FILE *f = fopen(path, "w");
    if (f) { fwrite(ir[i].pData, 1, ir[i].isText ? strlen(ir[i].pData) : ir[i].dataSize, f); fclose(f); }
    free(ir[i].pData);
  }
  free(ir);
}

static void report(VkDevice d, VkPipeline p, const VkComputePipelineCreateInfo *ci) {
  const char *path = getenv("SHADER_STATS_OUT"), *spirv = getenv("SHADER_STATS_SPIRV"), *irdir = getenv("SHADER_STATS_IR");
  pthread_mutex_lock(&lock);
  unsigned id = serial++;
  size_t bytes = 0;
  for (size_t i = 0; i < n_modules; i++) if (modules[i].module == ci->stage.module) {
    bytes = modules[i].bytes;
    if (spirv) {
      char file[1024]; snprintf(file, sizeof file, "%s/%04u.spv", spirv, id);
      FILE *f = fopen(file, "wb");
      if (f) { fwrite(modules[i].words, 1, bytes, f); fclose(f); }
    }
  }
  FILE *f = path ? fopen(path, "a") : stderr;
  VkPipelineInfoKHR pi = { VK_STRUCTURE_TYPE_PIPELINE_INFO_KHR, NULL, p };
  uint32_t n_exe = 0;
  if (dev.stats) dev.exe_props(d, &pi, &n_exe, NULL);
  VkPipelineExecutablePropertiesKHR *props = calloc(n_exe + 1, sizeof *props);
  for (uint32_t i = 0; i < n_exe; i++) props[i].sType = VK_STRUCTURE_TYPE_PIPELINE_EXECUTABLE_PROPERTIES_KHR;
  if (n_exe) dev.exe_props(d, &pi, &n_exe, props);
  for (uint32_t e = 0; e < n_exe; e++) {
    VkPipelineExecutableInfoKHR info = { VK_STRUCTURE_TYPE_PIPELINE_EXECUTABLE_INFO_KHR, NULL, p, e };
    uint32_t n = 0; dev.exe_stats(d, &info, &n, NULL);
    VkPipelineExecutableStatisticKHR *s = calloc(n + 1, sizeof *s);
    for (uint32_t i = 0; i < n; i++) s[i].sType = VK_STRUCTURE_TYPE_PIPELINE_EXECUTABLE_STATISTIC_KHR;
    dev.exe_stats(d, &info, &n, s);
    fprintf(f, "{\"id\":%u,\"pipeline\":\"%llx\",\"entry\":", id, (unsigned long long)(uintptr_t)p);
    json_string(f, ci->stage.pName);
    fprintf(f, ",\"executable\":"); json_string(f, props[e].name);
    unsigned required = 0;
    for (const VkBaseInStructure *x = ci->stage.pNext; x; x = x->pNext)
      if (x->sType == VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_REQUIRED_SUBGROUP_SIZE_CREATE_INFO)
        required = ((const VkPipelineShaderStageRequiredSubgroupSizeCreateInfo *)x)->requiredSubgroupSize;
    fprintf(f, ",\"subgroupSize\":%u,\"requiredSubgroupSize\":%u,\"stageFlags\":%u,\"spirvBytes\":%zu,\"stats\":{",
      props[e].subgroupSize, required, ci->stage.flags, bytes);
    for (uint32_t i = 0; i < n; i++) {
      if (i) fputc(',', f);
      json_string(f, s[i].name); fputc(':', f);
      switch (s[i].format) {
        case VK_PIPELINE_EXECUTABLE_STATISTIC_FORMAT_BOOL32_KHR: fprintf(f, "%s", s[i].value.b32 ? "true" : "false"); break;
        case VK_PIPELINE_EXECUTABLE_STATISTIC_FORMAT_INT64_KHR: fprintf(f, "%lld", (long long)s[i].value.i64); break;
        case VK_PIPELINE_EXECUTABLE_STATISTIC_FORMAT_UINT64_KHR: fprintf(f, "%llu", (unsigned long long)s[i].value.u64); break;
        default: fprintf(f, "%g", s[i].value.f64);
      }
    }
    fprintf(f, "}}\n");
    free(s);
    if (irdir) dump_ir(d, p, e, id, irdir);
  }
  free(props);
  if (path && f) fclose(f); else fflush(stderr);
  pthread_mutex_unlock(&lock);
}

static VKAPI_ATTR VkResult VKAPI_CALL l_CreateComputePipelines(VkDevice d, VkPipelineCache cache, uint32_t n,
    const VkComputePipelineCreateInfo *ci, const VkAllocationCallbacks *al, VkPipeline *out) {
  if (!dev.stats) return dev.create_compute(d, cache, n, ci, al, out);
  VkComputePipelineCreateInfo *mine = malloc(n * sizeof *mine);
  memcpy(mine, ci, n * sizeof *mine);
  // $SHADER_STATS_SUBGROUP: another subgroup size than the application asks for; 0: the driver's own choice.
  const char *wave = getenv("SHADER_STATS_SUBGROUP");
  VkPipelineShaderStageRequiredSubgroupSizeCreateInfo *forced = calloc(n, sizeof *forced);
  for (uint32_t i = 0; i < n; i++) {
    if (wave && *wave) {
      bool there = false;
      for (VkBaseOutStructure *x = (void *)mine[i].stage.pNext; x; x = x->pNext)
        if (x->sType == VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_REQUIRED_SUBGROUP_SIZE_CREATE_INFO) {
          // Dawn's structure is a local of its own call: it may be changed. Unknown structures are ignored.
          if (atoi(wave) == 0) x->sType = VK_STRUCTURE_TYPE_MAX_ENUM;
          else ((VkPipelineShaderStageRequiredSubgroupSizeCreateInfo *)x)->requiredSubgroupSize = atoi(wave);
          there = true;
        }
      if (!there && atoi(wave) > 0) {
        forced[i] = (VkPipelineShaderStageRequiredSubgroupSizeCreateInfo){
          VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_REQUIRED_SUBGROUP_SIZE_CREATE_INFO,
          (void *)mine[i].stage.pNext, atoi(wave) };
        mine[i].stage.pNext = &forced[i];
      }
    }
    mine[i].flags |= VK_PIPELINE_CREATE_CAPTURE_STATISTICS_BIT_KHR;
    if (getenv("SHADER_STATS_IR")) mine[i].flags |= VK_PIPELINE_CREATE_CAPTURE_INTERNAL_REPRESENTATIONS_BIT_KHR;
  }
  VkResult r = dev.create_compute(d, VK_NULL_HANDLE, n, mine, al, out);
  if (r == VK_SUCCESS) for (uint32_t i = 0; i < n; i++) report(d, out[i], &mine[i]);
  free(mine); free(forced);
  return r;
}

static VKAPI_ATTR VkResult VKAPI_CALL l_SetDebugUtilsObjectNameEXT(VkDevice d, const VkDebugUtilsObjectNameInfoEXT *ni) {
  const char *path = getenv("SHADER_STATS_OUT");
  if (path && ni->objectType == VK_OBJECT_TYPE_PIPELINE && ni->pObjectName) {
    pthread_mutex_lock(&lock);
    FILE *f = fopen(path, "a");
    if (f) {
      fprintf(f, "{\"pipeline\":\"%llx\",\"name\":", (unsigned long long)ni->objectHandle);
      json_string(f, ni->pObjectName);
      fprintf(f, "}\n"); fclose(f);
    }
    pthread_mutex_unlock(&lock);
  }
  return dev.set_name ? dev.set_name(d, ni) : VK_SUCCESS;
}

// ---------------------------------------------------------------- no execution
static VKAPI_ATTR VkResult VKAPI_CALL nothing(void) { return VK_SUCCESS; }
static VKAPI_ATTR VkResult VKAPI_CALL n_GetQueryPoolResults(VkDevice d, VkQueryPool q, uint32_t a, uint32_t b,
    size_t bytes, void *data, VkDeviceSize s, VkQueryResultFlags f) {
  (void)d; (void)q; (void)a; (void)b; (void)s; (void)f; memset(data, 0, bytes); return VK_SUCCESS;
}
static VKAPI_ATTR VkResult VKAPI_CALL n_GetSemaphoreCounterValue(VkDevice d, VkSemaphore s, uint64_t *v) {
  (void)d; (void)s; *v = UINT64_MAX / 2; return VK_SUCCESS;
}
// RADV's null winsys has no memory at all, though it allocates what it is asked for: one type, one heap.
static bool no_memory;
static void give_memory(VkPhysicalDeviceMemoryProperties *p) {
  if (p->memoryTypeCount > 0) return;
  no_memory = true;
  p->memoryTypeCount = p->memoryHeapCount = 1;
  p->memoryHeaps[0] = (VkMemoryHeap){ 16ull << 30, VK_MEMORY_HEAP_DEVICE_LOCAL_BIT };
  p->memoryTypes[0] = (VkMemoryType){ VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT | VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT |
    VK_MEMORY_PROPERTY_HOST_COHERENT_BIT | VK_MEMORY_PROPERTY_HOST_CACHED_BIT, 0 };
}
static VKAPI_ATTR void VKAPI_CALL n_GetPhysicalDeviceMemoryProperties(VkPhysicalDevice pd, VkPhysicalDeviceMemoryProperties *p) {
  real_memory(pd, p);
  give_memory(p);
}
static VKAPI_ATTR void VKAPI_CALL n_GetPhysicalDeviceMemoryProperties2(VkPhysicalDevice pd, VkPhysicalDeviceMemoryProperties2 *p) {
  real_memory2(pd, p);
  give_memory(&p->memoryProperties);
}
static VKAPI_ATTR void VKAPI_CALL n_GetBufferMemoryRequirements(VkDevice d, VkBuffer b, VkMemoryRequirements *r) {
  ((PFN_vkGetBufferMemoryRequirements)next_gdpa(d, "vkGetBufferMemoryRequirements"))(d, b, r);
  if (no_memory) r->memoryTypeBits = 1;
}
static VKAPI_ATTR void VKAPI_CALL n_GetBufferMemoryRequirements2(VkDevice d, const VkBufferMemoryRequirementsInfo2 *i, VkMemoryRequirements2 *r) {
  ((PFN_vkGetBufferMemoryRequirements2)next_gdpa(d, "vkGetBufferMemoryRequirements2"))(d, i, r);
  if (no_memory) r->memoryRequirements.memoryTypeBits = 1;
}
// RADV's null winsys makes no fences: these are mere names, as all that would use them is swallowed.
// What Dawn gets to wait for is ready at once.
static VKAPI_ATTR VkResult VKAPI_CALL n_CreateFence(VkDevice d, const VkFenceCreateInfo *ci, const VkAllocationCallbacks *al, VkFence *out) {
  (void)d; (void)ci; (void)al;
  *out = (VkFence)malloc(16);
  return VK_SUCCESS;
}
static VKAPI_ATTR void VKAPI_CALL n_DestroyFence(VkDevice d, VkFence fence, const VkAllocationCallbacks *al) {
  (void)d; (void)al;
  free((void *)fence);
}
static VKAPI_ATTR VkResult VKAPI_CALL n_GetFenceFdKHR(VkDevice d, const VkFenceGetFdInfoKHR *i, int *fd) {
  (void)d; (void)i;
  *fd = eventfd(1, EFD_NONBLOCK | EFD_CLOEXEC);
  return VK_SUCCESS;
}
static const char *const swallowed[] = {
  "vkBeginCommandBuffer", "vkEndCommandBuffer", "vkResetCommandBuffer", "vkResetCommandPool",
  "vkTrimCommandPool", "vkQueueSubmit", "vkQueueSubmit2", "vkQueueSubmit2KHR", "vkQueueWaitIdle",
  "vkDeviceWaitIdle", "vkQueueBindSparse", "vkWaitForFences", "vkGetFenceStatus", "vkResetFences",
  "vkWaitSemaphores", "vkWaitSemaphoresKHR", "vkSignalSemaphore", "vkSignalSemaphoreKHR",
  "vkGetEventStatus", "vkSetEvent", "vkResetEvent", "vkResetQueryPool", "vkResetQueryPoolEXT",
};

static PFN_vkVoidFunction mine(const char *name) {
#define M(fn) if (!strcmp(name, "vk" #fn)) return (PFN_vkVoidFunction)l_##fn
  M(CreateInstance); M(CreateDevice); M(CreateShaderModule); M(DestroyShaderModule);
  M(CreateComputePipelines); M(SetDebugUtilsObjectNameEXT);
  if (noexec()) {
    if (!strncmp(name, "vkCmd", 5)) return (PFN_vkVoidFunction)nothing;
    for (size_t i = 0; i < sizeof swallowed / sizeof *swallowed; i++)
      if (!strcmp(name, swallowed[i])) return (PFN_vkVoidFunction)nothing;
#define N(fn) if (!strcmp(name, "vk" #fn)) return (PFN_vkVoidFunction)n_##fn
    N(GetPhysicalDeviceMemoryProperties); N(GetPhysicalDeviceMemoryProperties2);
    N(GetBufferMemoryRequirements); N(GetBufferMemoryRequirements2); N(CreateFence); N(DestroyFence);
    N(GetFenceFdKHR);
    if (!strcmp(name, "vkGetPhysicalDeviceMemoryProperties2KHR")) return (PFN_vkVoidFunction)n_GetPhysicalDeviceMemoryProperties2;
    if (!strcmp(name, "vkGetBufferMemoryRequirements2KHR")) return (PFN_vkVoidFunction)n_GetBufferMemoryRequirements2;
    if (!strcmp(name, "vkGetQueryPoolResults")) return (PFN_vkVoidFunction)n_GetQueryPoolResults;
    if (!strncmp(name, "vkGetSemaphoreCounterValue", 26)) return (PFN_vkVoidFunction)n_GetSemaphoreCounterValue;
  }
  return NULL;
}

static VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL l_GetDeviceProcAddr(VkDevice d, const char *name) {
  if (!strcmp(name, "vkGetDeviceProcAddr")) return (PFN_vkVoidFunction)l_GetDeviceProcAddr;
  PFN_vkVoidFunction real = next_gdpa(d, name), own = mine(name);
  return own && (real || !strcmp(name, "vkSetDebugUtilsObjectNameEXT")) ? own : real;
}

static VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL l_GetInstanceProcAddr(VkInstance i, const char *name) {
  if (!strcmp(name, "vkGetInstanceProcAddr")) return (PFN_vkVoidFunction)l_GetInstanceProcAddr;
  if (!strcmp(name, "vkGetDeviceProcAddr")) return (PFN_vkVoidFunction)l_GetDeviceProcAddr;
  PFN_vkVoidFunction own = mine(name);
  if (own) return own;
  return next_gipa ? next_gipa(i, name) : NULL;
}

EXPORT VKAPI_ATTR VkResult VKAPI_CALL vkNegotiateLoaderLayerInterfaceVersion(VkNegotiateLayerInterface *v) {
  if (v->loaderLayerInterfaceVersion > 2) v->loaderLayerInterfaceVersion = 2;
  v->pfnGetInstanceProcAddr = l_GetInstanceProcAddr;
  v->pfnGetDeviceProcAddr = l_GetDeviceProcAddr;
  v->pfnGetPhysicalDeviceProcAddr = NULL;
  return VK_SUCCESS;
}
